import { Injectable } from '@nestjs/common';
import { Db, query, queryOne, statement, type Tx } from '../../platform/database/index.js';

/** Minor units of `currency`. */
export interface SubscriptionInvoiceRow {
  readonly id: string;
  readonly subscriptionId: string;
  readonly period: number;
  readonly sellerId: string;
  readonly currency: string;
  readonly fee: number;
  readonly tax: number;
  readonly owed: number;
  readonly startsAt: Date;
  readonly endsAt: Date;
  readonly chargedAt: Date;
  readonly journalId: string;
  readonly refundedAt: Date | null;
  readonly refundReason: string | null;
}

const COLUMNS = `id, subscription_id as "subscriptionId", period, seller_id as "sellerId", currency, fee, tax, owed,
  starts_at as "startsAt", ends_at as "endsAt", charged_at as "chargedAt", journal_id as "journalId",
  refunded_at as "refundedAt", refund_reason as "refundReason"`;

const insert = statement<unknown[], { id: string }>(
  'subscriptions.insert-invoice',
  `insert into subscription_invoices (id, subscription_id, period, seller_id, currency, fee, tax, owed, starts_at,
     ends_at, charged_at, journal_id)
   values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12) returning id`,
);

const refund = statement<[id: string, at: Date, by: string, reason: string], SubscriptionInvoiceRow>(
  'subscriptions.refund-invoice',
  `update subscription_invoices set refunded_at = $2, refunded_by = $3, refund_reason = $4
    where id = $1 and refunded_at is null returning ${COLUMNS}`,
);

const find = statement<[id: string], SubscriptionInvoiceRow>(
  'subscriptions.invoice',
  `select ${COLUMNS} from subscription_invoices where id = $1`,
);

const page = statement<[sellerId: string, before: string | null, limit: number], SubscriptionInvoiceRow>(
  'subscriptions.page-of-invoices',
  `select ${COLUMNS} from subscription_invoices
    where seller_id = $1 and ($2::uuid is null or id < $2) order by id desc limit $3`,
);

@Injectable()
export class SubscriptionInvoices {
  constructor(private readonly db: Db) {}

  async insert(tx: Tx, row: Omit<SubscriptionInvoiceRow, 'refundedAt' | 'refundReason'>): Promise<void> {
    const { id, subscriptionId, period, sellerId, currency, fee, tax, owed, startsAt, endsAt } = row;
    const what = [id, subscriptionId, period, sellerId, currency, fee, tax, owed, startsAt, endsAt];
    await query(tx, insert, [...what, row.chargedAt, row.journalId]);
  }

  /** `undefined` when there is no such invoice, or it was refunded before. */
  refund = (tx: Tx, id: string, at: Date, by: string, reason: string): Promise<SubscriptionInvoiceRow | undefined> =>
    queryOne(tx, refund, [id, at, by, reason]);

  async exists(tx: Tx, id: string): Promise<boolean> {
    return (await query(tx, find, [id])).length === 1;
  }

  page(sellerId: string, before: string | undefined, limit: number): Promise<SubscriptionInvoiceRow[]> {
    return this.db.query(page, [sellerId, before ?? null, limit]);
  }
}
