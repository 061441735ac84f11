import { Injectable } from '@nestjs/common';
import { Db, query, queryOne, statement, violatedConstraint, type Tx } from '../../platform/database/index.js';
import { CarrierInvoiceKnown, CarrierSecondPersonNeeded, CarrierTransferKnown } from './labels.errors.js';

/** Minor units of `currency`. */
export interface CarrierInvoiceRow {
  readonly id: string;
  readonly carrier: string;
  readonly number: string;
  readonly currency: string;
  readonly total: number;
  readonly labels: number;
  readonly state: 'recorded' | 'paid';
  readonly recordedBy: string;
  readonly recordedAt: Date;
  readonly paidBy: string | null;
  readonly paidAt: Date | null;
  readonly bankReference: string | null;
}

export type NewCarrierInvoice = Omit<CarrierInvoiceRow, 'state' | 'paidBy' | 'paidAt' | 'bankReference'>;

const COLUMNS = `id, carrier, number, currency, total, labels, state, recorded_by as "recordedBy",
  recorded_at as "recordedAt", paid_by as "paidBy", paid_at as "paidAt", bank_reference as "bankReference"`;

const OPEN = `carrier = $1 and currency = $2 and state = 'bought' and carrier_invoice_id is null and bought_at < $3`;

/** Locked, so that none of them is voided meanwhile. */
const open = statement<[carrier: string, currency: string, until: Date], { id: string; cost: number }>(
  'labels.lock-open',
  `select id, cost from labels where ${OPEN} order by id for no key update`,
);

const insert = statement<unknown[], CarrierInvoiceRow>(
  'labels.insert-invoice',
  `insert into carrier_invoices (id, carrier, number, currency, total, labels, recorded_by, recorded_at, updated_at)
   values ($1, $2, $3, $4, $5, $6, $7, $8, $8) returning ${COLUMNS}`,
);

const assign = statement<[invoice: string, labels: string[]], never>(
  'labels.assign-invoice',
  `update labels set carrier_invoice_id = $1 where id = any($2::uuid[])`,
);

const pay = statement<[id: string, by: string, at: Date, reference: string], CarrierInvoiceRow>(
  'labels.pay-invoice',
  `update carrier_invoices set paid_by = $2, paid_at = $3, bank_reference = $4
    where id = $1 and state = 'recorded' returning ${COLUMNS}`,
);

const find = statement<[id: string], CarrierInvoiceRow>(
  'labels.invoice',
  `select ${COLUMNS} from carrier_invoices where id = $1`,
);

const page = statement<[before: string | null, limit: number], CarrierInvoiceRow>(
  'labels.page-of-invoices',
  `select ${COLUMNS} from carrier_invoices where $1::uuid is null or id < $1 order by id desc limit $2`,
);

const REFUSALS: Readonly<Record<string, new (params: Record<string, never>) => Error>> = {
  carrier_invoices_number: CarrierInvoiceKnown,
  carrier_invoices_four_eyes: CarrierSecondPersonNeeded,
  carrier_invoices_bank_reference: CarrierTransferKnown,
};

@Injectable()
export class CarrierInvoices {
  constructor(private readonly db: Db) {}

  /** Labels that were bought before the instant and stand on no invoice. */
  open(tx: Tx, carrier: string, currency: string, until: Date): Promise<{ id: string; cost: number }[]> {
    return query(tx, open, [carrier, currency, until]);
  }

  /** @throws CarrierInvoiceKnown */
  async insert(tx: Tx, row: NewCarrierInvoice, labels: readonly string[]): Promise<CarrierInvoiceRow> {
    const { id, carrier, number, currency, total, recordedBy, recordedAt } = row;
    const values = [id, carrier, number, currency, total, row.labels, recordedBy, recordedAt];
    const made = (await refusing(() => queryOne(tx, insert, values))) as CarrierInvoiceRow;
    await query(tx, assign, [id, [...labels]]);
    return made;
  }

  /** `undefined` unless it waits for that. @throws CarrierSecondPersonNeeded, CarrierTransferKnown */
  pay(tx: Tx, id: string, by: string, at: Date, reference: string): Promise<CarrierInvoiceRow | undefined> {
    return refusing(() => queryOne(tx, pay, [id, by, at, reference]));
  }

  async exists(tx: Tx, id: string): Promise<boolean> {
    return (await query(tx, find, [id])).length === 1;
  }

  page(before: string | undefined, limit: number): Promise<CarrierInvoiceRow[]> {
    return this.db.query(page, [before ?? null, limit]);
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
