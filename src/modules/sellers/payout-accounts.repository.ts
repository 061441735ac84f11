import { randomUUID } from 'node:crypto';
import { Injectable } from '@nestjs/common';
import type { Id } from '../../kernel/index.js';
import { FieldCipher } from '../../platform/crypto/index.js';
import { Db, query, queryOne, statement, violatedConstraint, type Tx } from '../../platform/database/index.js';
import { StaleVersion } from '../../platform/http/index.js';
import { endingOf, type AccountOutcome } from './payout-account.domain.js';
import type { PayoutAccountState } from './payout-account.lifecycle.js';

export interface PayoutAccount {
  readonly accountId: Id<'pac'>;
  readonly sellerId: Id<'sel'>;
  readonly state: PayoutAccountState;
  readonly version: number;
  readonly ending: string;
  readonly country: string;
  readonly currency: string;
  readonly changedAt: Date;
  readonly trustedAt: Date | null;
  readonly verification: AccountVerification;
}

/** Whether the account is the seller's. */
export interface AccountVerification {
  /** Another one with every account that is named. */
  readonly verificationId: string;
  readonly state: 'pending' | AccountOutcome;
  readonly needsOperator: boolean;
  readonly reason: string | null;
  readonly decidedAt: Date | null;
}

export interface PayoutDestination {
  readonly holder: string;
  readonly accountNumber: string;
  readonly country: string;
  readonly currency: string;
}

const COLUMNS = `id as "accountId", seller_id as "sellerId", state, version, ending, country, currency,
  changed_at as "changedAt", trusted_at as "trustedAt", verification_id as "verificationId",
  verification_state as "verificationState", verification_needs_operator as "needsOperator",
  verification_reason as "verificationReason", verification_decided_at as "verificationDecidedAt"`;

interface AccountRow extends Omit<PayoutAccount, 'verification'> {
  readonly verificationId: string;
  readonly verificationState: AccountVerification['state'];
  readonly needsOperator: boolean;
  readonly verificationReason: string | null;
  readonly verificationDecidedAt: Date | null;
}

function accountOf<R extends AccountRow>(row: R) {
  const { verificationId, verificationState, needsOperator, verificationReason, verificationDecidedAt, ...rest } = row;
  const decided = { reason: verificationReason, decidedAt: verificationDecidedAt };
  return { ...rest, verification: { verificationId, state: verificationState, needsOperator, ...decided } };
}

const find = statement<[sellerId: string], AccountRow>(
  'sellers.find-payout-account',
  `select ${COLUMNS} from seller_payout_accounts where seller_id = $1`,
);

const lock = statement<[sellerId: string], AccountRow>(
  'sellers.lock-payout-account',
  `select ${COLUMNS} from seller_payout_accounts where seller_id = $1 for update`,
);

const undecided = statement<[at: string | null, id: string | null, limit: number], AccountRow>(
  'sellers.undecided-payout-accounts',
  `select ${COLUMNS} from seller_payout_accounts
    where verification_needs_operator and ($1::timestamptz is null or (changed_at, id) > ($1, $2::uuid))
    order by changed_at, id limit $3`,
);

interface SealedAccount extends AccountRow {
  readonly holderSealed: string;
  readonly destinationSealed: string;
}

const findSealed = statement<[sellerIds: readonly string[]], SealedAccount>(
  'sellers.find-sealed-payout-accounts',
  `select ${COLUMNS}, holder_sealed as "holderSealed", destination_sealed as "destinationSealed"
     from seller_payout_accounts where seller_id = any($1::uuid[])`,
);

type Write = [string, string, string, string, string, string, string, string, Date, string];

const insert = statement<Write, AccountRow>(
  'sellers.insert-payout-account',
  `insert into seller_payout_accounts
     (id, seller_id, holder_sealed, destination_sealed, ending, country, currency, changed_by, changed_at, updated_at,
      verification_id)
   values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $9, $10) returning ${COLUMNS}`,
);

/** Neither known to take payouts nor verified. */
const replace = statement<Write, AccountRow>(
  'sellers.replace-payout-account',
  `update seller_payout_accounts set holder_sealed = $3, destination_sealed = $4, ending = $5, country = $6,
          currency = $7, changed_by = $8, changed_at = $9, updated_at = $9, trusted_at = null, version = version + 1,
          verification_id = $10, verification_state = 'pending', verification_needs_operator = false,
          verification_reason = null, verification_decided_by = null, verification_decided_at = null
    where id = $1 and seller_id = $2 returning ${COLUMNS}`,
);

const trust = statement<[sellerId: string, changedAt: Date, at: Date], never>(
  'sellers.trust-payout-account',
  `update seller_payout_accounts
      set trusted_at = $3,
          verification_state = case verification_state when 'pending' then 'verified' else verification_state end,
          verification_decided_by = coalesce(verification_decided_by, 'payouts'),
          verification_decided_at = coalesce(verification_decided_at, $3), verification_needs_operator = false
    where seller_id = $1 and changed_at = $2 and trusted_at is null`,
);

const holderContext = (id: string): string => `seller_payout_accounts.holder.${id}`;
const destinationContext = (id: string): string => `seller_payout_accounts.destination.${id}`;

/** Where sellers are paid to; holder and number are sealed. */
@Injectable()
export class PayoutAccountsRepository {
  constructor(
    private readonly db: Db,
    private readonly cipher: FieldCipher,
  ) {}

  async find(sellerId: string): Promise<PayoutAccount | undefined> {
    const row = await this.db.queryOne(find, [sellerId]);
    return row && accountOf(row);
  }

  async lock(tx: Tx, sellerId: string): Promise<PayoutAccount | undefined> {
    const row = await queryOne(tx, lock, [sellerId]);
    return row && accountOf(row);
  }

  /** Those that wait for a person, the longest first, after the position. */
  async undecided(after: readonly [at: string, id: string] | undefined, limit: number): Promise<PayoutAccount[]> {
    return (await this.db.query(undecided, [after?.[0] ?? null, after?.[1] ?? null, limit])).map(accountOf);
  }

  /** The accounts with their opened destinations. */
  async open(tx: Tx, sellerIds: readonly string[]): Promise<(PayoutAccount & PayoutDestination)[]> {
    const rows = await query(tx, findSealed, [sellerIds]);
    return rows.map(accountOf).map(({ holderSealed, destinationSealed, ...account }) => ({
      ...account,
      holder: this.cipher.open(holderSealed, holderContext(account.accountId)),
      accountNumber: this.cipher.open(destinationSealed, destinationContext(account.accountId)),
    }));
  }

  /** @throws StaleVersion when the seller got its first account meanwhile */
  async insert(
    tx: Tx,
    accountId: string,
    sellerId: string,
    to: PayoutDestination,
    by: string,
    at: Date,
  ): Promise<PayoutAccount> {
    try {
      return accountOf((await query(tx, insert, this.values(accountId, sellerId, to, by, at)))[0] as AccountRow);
    } catch (error) {
      if (violatedConstraint(error) === 'seller_payout_accounts_one') throw new StaleVersion({});
      throw error;
    }
  }

  /** Of an account that the caller has locked. */
  async replace(
    tx: Tx,
    accountId: string,
    sellerId: string,
    to: PayoutDestination,
    by: string,
    at: Date,
  ): Promise<PayoutAccount> {
    return accountOf((await query(tx, replace, this.values(accountId, sellerId, to, by, at)))[0] as AccountRow);
  }

  /** What a payout has reached is verified by that. Does nothing when the account has changed since. */
  async trust(tx: Tx, sellerId: string, changedAt: Date, at: Date): Promise<void> {
    await query(tx, trust, [sellerId, changedAt, at]);
  }

  private values(accountId: string, sellerId: string, to: PayoutDestination, by: string, at: Date): Write {
    return [
      accountId,
      sellerId,
      this.cipher.seal(to.holder, holderContext(accountId)),
      this.cipher.seal(to.accountNumber, destinationContext(accountId)),
      endingOf(to.accountNumber),
      to.country,
      to.currency,
      by,
      at,
      randomUUID(),
    ];
  }
}
