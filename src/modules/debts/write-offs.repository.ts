import { Injectable } from '@nestjs/common';
import { Db, query, queryOne, statement, violatedConstraint, type Tx } from '../../platform/database/index.js';
import { ReceiptKnown, SecondPersonNeeded, WriteOffProposed } from './debts.errors.js';
import type { WriteOffState } from './write-off.lifecycle.js';

export interface WriteOffRow {
  readonly id: string;
  readonly sellerId: string;
  readonly currency: string;
  readonly amount: number;
  readonly reason: string;
  readonly state: WriteOffState;
  readonly proposedBy: string;
  readonly proposedAt: Date;
  readonly decidedBy: string | null;
  readonly decidedAt: Date | null;
}

export interface ReceiptRow {
  readonly id: string;
  readonly sellerId: string;
  readonly currency: string;
  readonly amount: number;
  readonly bankReference: string;
  readonly receivedAt: Date;
}

const COLUMNS = `id, seller_id as "sellerId", currency, amount, reason, state, proposed_by as "proposedBy",
  proposed_at as "proposedAt", decided_by as "decidedBy", decided_at as "decidedAt"`;

type Proposal = [
  id: string,
  sellerId: string,
  currency: string,
  amount: number,
  reason: string,
  proposedBy: string,
  at: Date,
];

const propose = statement<Proposal, WriteOffRow>(
  'debts.propose-write-off',
  `insert into write_offs (id, seller_id, currency, amount, reason, proposed_by, proposed_at, updated_at)
   values ($1, $2, $3, $4, $5, $6, $7, $7) returning ${COLUMNS}`,
);

const decide = statement<[id: string, by: string, at: Date], WriteOffRow>(
  'debts.decide-write-off',
  `update write_offs set decided_by = $2, decided_at = $3 where id = $1 and state = 'proposed' returning ${COLUMNS}`,
);

const find = statement<[id: string], WriteOffRow>('debts.write-off', `select ${COLUMNS} from write_offs where id = $1`);

const page = statement<[state: string | null, before: string | null, limit: number], WriteOffRow>(
  'debts.page-of-write-offs',
  `select ${COLUMNS} from write_offs
    where ($1::text is null or state = $1) and ($2::uuid is null or id < $2) order by id desc limit $3`,
);

const receive = statement<
  [
    id: string,
    sellerId: string,
    currency: string,
    amount: number,
    reference: string,
    receivedAt: Date,
    by: string,
    at: Date,
  ],
  never
>(
  'debts.receive',
  `insert into debt_receipts (id, seller_id, currency, amount, bank_reference, received_at, recorded_by, recorded_at)
   values ($1, $2, $3, $4, $5, $6, $7, $8)`,
);

const REFUSALS: Readonly<Record<string, new (params: Record<string, never>) => Error>> = {
  debt_receipts_reference: ReceiptKnown,
  write_offs_one_proposal: WriteOffProposed,
  write_offs_four_eyes: SecondPersonNeeded,
};

@Injectable()
export class WriteOffs {
  constructor(private readonly db: Db) {}

  /** @throws WriteOffProposed while another proposal for the debt is open */
  async propose(tx: Tx, row: Omit<WriteOffRow, 'state' | 'decidedBy' | 'decidedAt'>): Promise<WriteOffRow> {
    const { id, sellerId, currency, amount, reason, proposedBy, proposedAt } = row;
    const values: Proposal = [id, sellerId, currency, amount, reason, proposedBy, proposedAt];
    return (await refusing(() => queryOne(tx, propose, values))) as WriteOffRow;
  }

  /** Who decides; `undefined` unless it waits for that. @throws SecondPersonNeeded */
  decide(tx: Tx, id: string, by: string, at: Date): Promise<WriteOffRow | undefined> {
    return refusing(() => queryOne(tx, decide, [id, by, at]));
  }

  findIn = (tx: Tx, id: string): Promise<WriteOffRow | undefined> => queryOne(tx, find, [id]);

  page(state: string | undefined, before: string | undefined, limit: number): Promise<WriteOffRow[]> {
    return this.db.query(page, [state ?? null, before ?? null, limit]);
  }

  /** @throws ReceiptKnown */
  async receive(tx: Tx, row: ReceiptRow, by: string, at: Date): Promise<void> {
    const { id, sellerId, currency, amount, bankReference, receivedAt } = row;
    await refusing(() => query(tx, receive, [id, sellerId, currency, amount, bankReference, receivedAt, by, at]));
  }
}

async function refusing<T>(work: () => Promise<T>): Promise<T> {
  try {
    return await work();
  } catch (error) {
    const Refusal = REFUSALS[violatedConstraint(error) ?? ''];
    throw Refusal ? new Refusal({}) : error;
  }
}
