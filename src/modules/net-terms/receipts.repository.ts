import { Injectable } from '@nestjs/common';
import type { Id } from '../../kernel/index.js';
import { Db, query, queryOne, statement, violatedConstraint, type Tx } from '../../platform/database/index.js';
import { BankLineKnown } from './net-terms.errors.js';

/** A transfer that reached the bank account; minor units of `currency`. */
export interface ReceiptRow {
  readonly id: Id<'brc'>;
  /** What the bank calls the line of its statement. */
  readonly externalLineId: string;
  readonly currency: string;
  readonly amount: number;
  readonly applied: number;
  readonly returned: number;
  /** `2026-01-31` */
  readonly valueOn: string;
  readonly remittance: string;
  readonly recordedAt: Date;
}

export interface ApplicationRow {
  readonly id: string;
  readonly receiptId: string;
  readonly invoiceId: string;
  readonly amount: number;
  readonly appliedAt: Date;
}

const RECEIPT = `id, external_line_id as "externalLineId", currency, amount, applied, returned,
  to_char(value_on, 'YYYY-MM-DD') as "valueOn", remittance, recorded_at as "recordedAt"`;

type Insert = [string, string, string, number, string, string, string, Date];

const insert = statement<Insert, ReceiptRow>(
  'net-terms.record-receipt',
  `insert into account_receipts
     (id, external_line_id, currency, amount, value_on, remittance, recorded_by, recorded_at)
   values ($1, $2, $3, $4, $5::date, $6, $7, $8) returning ${RECEIPT}`,
);

const lock = statement<[id: string], ReceiptRow>(
  'net-terms.lock-receipt',
  `select ${RECEIPT} from account_receipts where id = $1 for no key update`,
);

const find = statement<[id: string], ReceiptRow>(
  'net-terms.find-receipt',
  `select ${RECEIPT} from account_receipts where id = $1`,
);

const count = statement<[id: string, applied: number, returned: number], ReceiptRow>(
  'net-terms.count-receipt',
  `update account_receipts set applied = applied + $2, returned = returned + $3 where id = $1 returning ${RECEIPT}`,
);

const apply = statement<
  [id: string, receiptId: string, invoiceId: string, amount: number, by: string, at: Date],
  never
>(
  'net-terms.apply-receipt',
  `insert into account_receipt_applications (id, receipt_id, invoice_id, amount, applied_by, applied_at)
   values ($1, $2, $3, $4, $5, $6)`,
);

const giveBack = statement<
  [id: string, receiptId: string, amount: number, reason: string, by: string, at: Date],
  never
>(
  'net-terms.return-receipt',
  `insert into account_receipt_returns (id, receipt_id, amount, reason, returned_by, returned_at)
   values ($1, $2, $3, $4, $5, $6)`,
);

const applications = statement<[receiptIds: string[]], ApplicationRow>(
  'net-terms.applications-of',
  `select id, receipt_id as "receiptId", invoice_id as "invoiceId", amount, applied_at as "appliedAt"
     from account_receipt_applications where receipt_id = any($1::uuid[]) order by id`,
);

const page = statement<[isOpen: boolean, before: string | null, limit: number], ReceiptRow>(
  'net-terms.page-of-receipts',
  `select ${RECEIPT} from account_receipts
    where (not $1 or applied + returned < amount) and ($2::uuid is null or id < $2) order by id desc limit $3`,
);

export interface NewReceipt extends Omit<ReceiptRow, 'applied' | 'returned'> {
  readonly recordedBy: string;
}

@Injectable()
export class ReceiptsRepository {
  constructor(private readonly db: Db) {}

  /** @throws BankLineKnown */
  async insert(tx: Tx, row: NewReceipt): Promise<ReceiptRow> {
    const { id, externalLineId, currency, amount, valueOn, remittance, recordedBy, recordedAt } = row;
    const values: Insert = [id, externalLineId, currency, amount, valueOn, remittance, recordedBy, recordedAt];
    try {
      return (await queryOne(tx, insert, values)) as ReceiptRow;
    } catch (error) {
      if (violatedConstraint(error) === 'account_receipts_line') throw new BankLineKnown({});
      throw error;
    }
  }

  lock = (tx: Tx, id: string): Promise<ReceiptRow | undefined> => queryOne(tx, lock, [id]);
  find = (id: string): Promise<ReceiptRow | undefined> => this.db.queryOne(find, [id]);

  /** Writes down that a part of a locked receipt pays an invoice. */
  async apply(tx: Tx, row: ApplicationRow, by: string): Promise<ReceiptRow> {
    const { id, receiptId, invoiceId, amount, appliedAt } = row;
    await query(tx, apply, [id, receiptId, invoiceId, amount, by, appliedAt]);
    return (await queryOne(tx, count, [receiptId, amount, 0])) as ReceiptRow;
  }

  /** Writes down that a part of a locked receipt goes back. */
  async giveBack(
    tx: Tx,
    row: { id: string; receiptId: string; amount: number; reason: string; by: string; at: Date },
  ): Promise<ReceiptRow> {
    await query(tx, giveBack, [row.id, row.receiptId, row.amount, row.reason, row.by, row.at]);
    return (await queryOne(tx, count, [row.receiptId, 0, row.amount])) as ReceiptRow;
  }

  applicationsOf(receiptIds: readonly string[], tx?: Tx): Promise<ApplicationRow[]> {
    return tx ? query(tx, applications, [[...receiptIds]]) : this.db.query(applications, [[...receiptIds]]);
  }

  /** Newest first. */
  page(isOpen: boolean, before: string | undefined, limit: number): Promise<ReceiptRow[]> {
    return this.db.query(page, [isOpen, before ?? null, limit]);
  }
}
