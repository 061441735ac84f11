import { Injectable } from '@nestjs/common';
import type { Id } from '../../kernel/index.js';
import { FieldCipher } from '../../platform/crypto/index.js';
import { Db, query, queryOne, statement, violatedConstraint, type Tx } from '../../platform/database/index.js';
import { StaleVersion } from '../../platform/http/index.js';
import { endingOf } from './payout-account.domain.js';
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
}

export interface PayoutDestination {
  readonly holder: string;
  readonly accountNumber: string;
  readonly country: string;
  readonly currency: string;
}

interface SealedAccount extends PayoutAccount {
  readonly holderSealed: string;
  readonly destinationSealed: string;
}

const COLUMNS = `id as "accountId", seller_id as "sellerId", state, version, ending, country, currency,
  changed_at as "changedAt", trusted_at as "trustedAt"`;

const find = statement<[sellerId: string], PayoutAccount>(
  'sellers.find-payout-account',
  `select ${COLUMNS} from seller_payout_accounts where seller_id = $1`,
);

const lock = statement<[sellerId: string], PayoutAccount>(
  'sellers.lock-payout-account',
  `select ${COLUMNS} from seller_payout_accounts where seller_id = $1 for update`,
);

const findSealed = statement<[sellerIds: readonly string[]], SealedAccount>(
  'sellers.find-sealed-payout-accounts',
  `select ${COLUMNS}, holder_sealed as "holderSealed", destination_sealed as "destinationSealed"
     from seller_payout_accounts where seller_id = any($1::uuid[])`,
);

type Write = [string, string, string, string, string, string, string, string, Date];

const insert = statement<Write, PayoutAccount>(
  'sellers.insert-payout-account',
  `insert into seller_payout_accounts
     (id, seller_id, holder_sealed, destination_sealed, ending, country, currency, changed_by, changed_at, updated_at)
   values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $9) returning ${COLUMNS}`,
);

const replace = statement<Write, PayoutAccount>(
  'sellers.replace-payout-account',
  `update seller_payout_accounts set holder_sealed = $3, destination_sealed = $4, ending = $5, country = $6,
          currency = $7, changed_by = $8, changed_at = $9, updated_at = $9, trusted_at = null, version = version + 1
    where id = $1 and seller_id = $2 returning ${COLUMNS}`,
);

const trust = statement<[sellerId: string, changedAt: Date, at: Date], never>(
  'sellers.trust-payout-account',
  `update seller_payout_accounts set trusted_at = $3 where seller_id = $1 and changed_at = $2 and trusted_at is null`,
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

  find(sellerId: string): Promise<PayoutAccount | undefined> {
    return this.db.queryOne(find, [sellerId]);
  }

  lock(tx: Tx, sellerId: string): Promise<PayoutAccount | undefined> {
    return queryOne(tx, lock, [sellerId]);
  }

  /** The accounts with their opened destinations. */
  async open(tx: Tx, sellerIds: readonly string[]): Promise<(PayoutAccount & PayoutDestination)[]> {
    const rows = await query(tx, findSealed, [sellerIds]);
    return rows.map(({ holderSealed, destinationSealed, ...account }) => ({
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
      return (await query(tx, insert, this.values(accountId, sellerId, to, by, at)))[0] as PayoutAccount;
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
    return (await query(tx, replace, this.values(accountId, sellerId, to, by, at)))[0] as PayoutAccount;
  }

  /** Does nothing when the account has changed since. */
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
    ];
  }
}
