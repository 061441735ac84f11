import { Injectable } from '@nestjs/common';
import { Db, query, queryOne, statement, violatedConstraint, type Tx } from '../../platform/database/index.js';
import type { TaxFilingState } from './tax-filing.lifecycle.js';
import { TaxExceedsPayable, TaxFiled, TaxSecondPersonNeeded, TaxTransferKnown } from './tax-filings.errors.js';

/** Minor units of `currency`. */
export interface TaxFilingRow {
  readonly id: string;
  readonly currency: string;
  /** `2026-03` */
  readonly period: string;
  readonly collected: number;
  readonly returned: number;
  readonly amount: number;
  readonly reference: string;
  readonly state: TaxFilingState;
  readonly recordedBy: string;
  readonly recordedAt: Date;
  readonly paidBy: string | null;
  readonly paidAt: Date | null;
  readonly bankReference: string | null;
}

export type NewTaxFiling = Omit<TaxFilingRow, 'state' | 'paidBy' | 'paidAt' | 'bankReference'>;

const COLUMNS = `id, currency, period, collected, returned, amount, reference, state, recorded_by as "recordedBy",
  recorded_at as "recordedAt", paid_by as "paidBy", paid_at as "paidAt", bank_reference as "bankReference"`;

const insert = statement<unknown[], TaxFilingRow>(
  'tax-filings.insert',
  `insert into tax_filings (id, currency, period, collected, returned, amount, reference, recorded_by, recorded_at,
     updated_at)
   values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $9) returning ${COLUMNS}`,
);

const pay = statement<[id: string, by: string, at: Date, bankReference: string], TaxFilingRow>(
  'tax-filings.pay',
  `update tax_filings set paid_by = $2, paid_at = $3, bank_reference = $4
    where id = $1 and state = 'recorded' returning ${COLUMNS}`,
);

const find = statement<[id: string], TaxFilingRow>(
  'tax-filings.find',
  `select ${COLUMNS} from tax_filings where id = $1`,
);

const page = statement<[state: string | null, before: string | null, limit: number], TaxFilingRow>(
  'tax-filings.page',
  `select ${COLUMNS} from tax_filings
    where ($1::text is null or state = $1) and ($2::uuid is null or id < $2) order by id desc limit $3`,
);

const REFUSALS: Readonly<Record<string, new (params: Record<string, never>) => Error>> = {
  tax_filings_once: TaxFiled,
  tax_filings_four_eyes: TaxSecondPersonNeeded,
  tax_filings_bank_reference: TaxTransferKnown,
  tax_totals_within_due: TaxExceedsPayable,
};

@Injectable()
export class TaxFilings {
  constructor(private readonly db: Db) {}

  /** @throws TaxFiled */
  async insert(tx: Tx, row: NewTaxFiling): Promise<TaxFilingRow> {
    const { id, currency, period, collected, returned, amount, reference, recordedBy, recordedAt } = row;
    const values = [id, currency, period, collected, returned, amount, reference, recordedBy, recordedAt];
    return (await refusing(() => queryOne(tx, insert, values))) as TaxFilingRow;
  }

  /** Who pays; `undefined` unless it waits for that. @throws TaxSecondPersonNeeded, TaxTransferKnown */
  pay(tx: Tx, id: string, by: string, at: Date, bankReference: string): Promise<TaxFilingRow | undefined> {
    return refusing(() => queryOne(tx, pay, [id, by, at, bankReference]));
  }

  find = (tx: Tx, id: string): Promise<TaxFilingRow | undefined> => queryOne(tx, find, [id]);

  async exists(tx: Tx, id: string): Promise<boolean> {
    return (await query(tx, find, [id])).length === 1;
  }

  page(state: string | undefined, before: string | undefined, limit: number): Promise<TaxFilingRow[]> {
    return this.db.query(page, [state ?? null, before ?? null, limit]);
  }
}

/** Says a violated rule of the database as what it means. */
export async function refusing<T>(work: () => Promise<T>): Promise<T> {
  try {
    return await work();
  } catch (error) {
    const Refusal = REFUSALS[violatedConstraint(error) ?? ''];
    throw Refusal ? new Refusal({}) : error;
  }
}
