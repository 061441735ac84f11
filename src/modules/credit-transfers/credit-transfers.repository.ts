import { Injectable } from '@nestjs/common';
import { FieldCipher } from '../../platform/crypto/index.js';
import { Db, query, queryOne, statement, violatedConstraint, type Tx } from '../../platform/database/index.js';
import type { CreditTransferState } from './credit-transfer.lifecycle.js';
import {
  CreditTransferProposed,
  CreditTransferSecondPerson,
  CreditTransferToOneself,
} from './credit-transfers.errors.js';

/** Minor units of `currency`. */
export interface CreditTransferRow {
  readonly id: string;
  /** Whose credit it is: a private buyer's or a company's. */
  readonly buyerId: string | null;
  readonly companyId: string | null;
  readonly ownerId: string;
  readonly currency: string;
  readonly amount: number;
  readonly holder: string;
  readonly accountNumber: string;
  readonly reason: string;
  readonly state: CreditTransferState;
  readonly proposedBy: string;
  readonly proposedAt: Date;
  readonly decidedBy: string | null;
  readonly decidedAt: Date | null;
}

export type NewCreditTransfer = Omit<CreditTransferRow, 'ownerId' | 'state' | 'decidedBy' | 'decidedAt'>;

const COLUMNS = `id, buyer_id as "buyerId", company_id as "companyId",
  coalesce(company_id, buyer_id) as "ownerId", currency, amount, holder_sealed as holder, account_sealed as "accountNumber",
  reason, state, proposed_by as "proposedBy", proposed_at as "proposedAt", decided_by as "decidedBy",
  decided_at as "decidedAt"`;

type Values = [
  ...[id: string, buyerId: string | null, companyId: string | null, currency: string, amount: number, holder: string],
  ...[account: string, last4: string, reason: string, by: string, at: Date],
];

const insert = statement<Values, CreditTransferRow>(
  'credit-transfers.insert',
  `insert into credit_transfers (id, buyer_id, company_id, currency, amount, holder_sealed, account_sealed, account_last4,
     reason, proposed_by, proposed_at, updated_at)
   values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $11) returning ${COLUMNS}`,
);

const decide = statement<[id: string, by: string, at: Date], CreditTransferRow>(
  'credit-transfers.decide',
  `update credit_transfers set decided_by = $2, decided_at = $3 where id = $1 and state = 'proposed' returning ${COLUMNS}`,
);

const exists = statement<[id: string], { found: boolean }>(
  'credit-transfers.exists',
  'select exists (select from credit_transfers where id = $1) as found',
);

const page = statement<[state: string | null, before: string | null, limit: number], CreditTransferRow>(
  'credit-transfers.page',
  `select ${COLUMNS} from credit_transfers
    where ($1::text is null or state = $1) and ($2::uuid is null or id < $2) order by id desc limit $3`,
);

const REFUSALS: Readonly<Record<string, new (params: Record<string, never>) => Error>> = {
  credit_transfers_one_proposal: CreditTransferProposed,
  credit_transfers_one_proposal_of_company: CreditTransferProposed,
  credit_transfers_four_eyes: CreditTransferSecondPerson,
  credit_transfers_not_to_oneself: CreditTransferToOneself,
};

const LAST = 4;
const contextOf = (field: 'holder' | 'account', id: string): string => `credit_transfers.${field}_sealed.${id}`;

/** Where the money goes is sealed. */
@Injectable()
export class CreditTransfersRepository {
  constructor(
    private readonly db: Db,
    private readonly cipher: FieldCipher,
  ) {}

  /** @throws CreditTransferProposed while another one is open, CreditTransferToOneself */
  async insert(tx: Tx, row: NewCreditTransfer): Promise<CreditTransferRow> {
    const { id, buyerId, companyId, currency, amount, holder, accountNumber, reason, proposedBy, proposedAt } = row;
    const [sealedHolder, sealedAccount] = [
      this.cipher.seal(holder, contextOf('holder', id)),
      this.cipher.seal(accountNumber, contextOf('account', id)),
    ];
    const made = await refusing(() =>
      queryOne(tx, insert, [
        ...([id, buyerId, companyId, currency, amount, sealedHolder, sealedAccount] as const),
        ...([accountNumber.slice(-LAST), reason, proposedBy, proposedAt] as const),
      ]),
    );
    return this.opened(made as CreditTransferRow);
  }

  /** Who decides; `undefined` unless it waits for that. @throws CreditTransferSecondPerson, CreditTransferToOneself */
  async decide(tx: Tx, id: string, by: string, at: Date): Promise<CreditTransferRow | undefined> {
    const row = await refusing(() => queryOne(tx, decide, [id, by, at]));
    return row && this.opened(row);
  }

  async exists(tx: Tx, id: string): Promise<boolean> {
    const [row] = await query(tx, exists, [id]);
    return row?.found === true;
  }

  async page(state: string | undefined, before: string | undefined, limit: number): Promise<CreditTransferRow[]> {
    return (await this.db.query(page, [state ?? null, before ?? null, limit])).map((row) => this.opened(row));
  }

  private opened = (row: CreditTransferRow): CreditTransferRow => ({
    ...row,
    holder: this.cipher.open(row.holder, contextOf('holder', row.id)),
    accountNumber: this.cipher.open(row.accountNumber, contextOf('account', row.id)),
  });
}

async function refusing<T>(work: () => Promise<T>): Promise<T> {
  try {
    return await work();
  } catch (error) {
    const Refusal = REFUSALS[violatedConstraint(error) ?? ''];
    throw Refusal ? new Refusal({}) : error;
  }
}
