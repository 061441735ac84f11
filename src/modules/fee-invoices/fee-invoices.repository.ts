import { Injectable } from '@nestjs/common';
import { FieldCipher } from '../../platform/crypto/index.js';
import { Db, query, queryOne, statement, type Tx } from '../../platform/database/index.js';
import type { FeeItem } from './fee-items.domain.js';
import type { Party } from './parties.js';

export const INVOICE_KINDS = ['invoice', 'credit_note'] as const;
export type InvoiceKind = (typeof INVOICE_KINDS)[number];

export interface InvoiceRow {
  readonly id: string;
  readonly kind: InvoiceKind;
  readonly year: number;
  readonly number: number;
  readonly sellerId: string;
  readonly currency: string;
  /** `2026-03` */
  readonly period: string;
  /** Minor units. */
  readonly net: number;
  readonly tax: number;
  readonly gross: number;
  readonly previousHash: Buffer;
  readonly hash: Buffer;
  readonly issuedAt: Date;
}

export interface Series {
  readonly lastNumber: number;
  readonly lastHash: Buffer;
}

const INVOICE = `id, kind, year, number, seller_id as "sellerId", currency, to_char(period, 'YYYY-MM') as period, net, tax,
  gross, previous_hash as "previousHash", hash, issued_at as "issuedAt"`;

const lockSeries = statement<[kind: string, year: number], Series>(
  'fee-invoices.lock-series',
  `insert into fee_invoice_series as s (kind, year) values ($1, $2)
   on conflict (kind, year) do update set last_number = s.last_number
   returning last_number as "lastNumber", last_hash as "lastHash"`,
);

const insert = statement<unknown[], never>(
  'fee-invoices.insert',
  `with counted as (update fee_invoice_series set last_number = $4, last_hash = $13 where kind = $2 and year = $3),
   made as (
     insert into fee_invoices (id, kind, year, number, seller_id, currency, period, net, tax, gross, party_sealed,
       previous_hash, hash, issued_at)
     values ($1, $2, $3, $4, $5, $6, ($7 || '-01')::date, $8, $9, $10, $11, $12, $13, $14))
   insert into fee_invoice_items (invoice_id, position, component, bps, tax_bps, net, tax)
   select $1, position, component, bps, "taxBps", net, tax
     from jsonb_to_recordset($15::jsonb)
       as i(position smallint, component text, bps int, "taxBps" int, net bigint, tax bigint)`,
);

const find = statement<[id: string], InvoiceRow & { readonly partySealed: string }>(
  'fee-invoices.find',
  `select ${INVOICE}, party_sealed as "partySealed" from fee_invoices where id = $1`,
);

const list = statement<[sellerId: string, kind: string | null, before: string | null, limit: number], InvoiceRow>(
  'fee-invoices.list',
  `select ${INVOICE} from fee_invoices
    where seller_id = $1 and ($2::text is null or kind = $2) and ($3::uuid is null or id < $3)
    order by id desc limit $4`,
);

const items = statement<[id: string], FeeItem>(
  'fee-invoices.items',
  `select component, bps, tax_bps as "taxBps", net, tax from fee_invoice_items where invoice_id = $1 order by position`,
);

const contextOf = (id: string): string => `fee_invoices.party.${id}`;

@Injectable()
export class FeeInvoicesRepository {
  constructor(
    private readonly db: Db,
    private readonly cipher: FieldCipher,
  ) {}

  /** Holds the numbers of the kind and year until the transaction ends. */
  async lockSeries(tx: Tx, kind: InvoiceKind, year: number): Promise<Series> {
    return (await queryOne(tx, lockSeries, [kind, year])) as Series;
  }

  async insert(tx: Tx, made: InvoiceRow, party: Party, of: readonly FeeItem[]): Promise<void> {
    const { id, kind, year, number, sellerId, currency, period, net, tax, gross } = made;
    const sealed = this.cipher.seal(JSON.stringify(party), contextOf(id));
    const positioned = JSON.stringify(of.map((item, i) => ({ position: i + 1, ...item })));
    const what = [id, kind, year, number, sellerId, currency, period, net, tax, gross];
    await query(tx, insert, [...what, sealed, made.previousHash, made.hash, made.issuedAt, positioned]);
  }

  /** With whom it is for, as it was called then. */
  async find(id: string): Promise<{ row: InvoiceRow; party: Party } | undefined> {
    const found = await this.db.queryOne(find, [id]);
    if (!found) return undefined;
    const { partySealed, ...row } = found;
    return { row, party: JSON.parse(this.cipher.open(partySealed, contextOf(id))) as Party };
  }

  /** Newest first. */
  list = (sellerId: string, kind: string | null, before: string | null, limit: number): Promise<InvoiceRow[]> =>
    this.db.query(list, [sellerId, kind, before, limit]);

  items = (id: string): Promise<FeeItem[]> => this.db.query(items, [id]);
}
