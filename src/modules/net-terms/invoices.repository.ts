import { Injectable } from '@nestjs/common';
import type { Id } from '../../kernel/index.js';
import { Db, query, queryOne, statement, type Tx } from '../../platform/database/index.js';
import type { InvoiceAmounts, InvoiceChange } from './invoice.domain.js';
import type { InvoiceState } from './invoice.lifecycle.js';

/** Minor units. */
export interface InvoiceLine {
  /** `good`; `refunded`: what went back before the invoice, negative. */
  readonly kind: 'good' | 'refunded';
  readonly title: string;
  readonly sku: string | null;
  readonly quantity: number;
  readonly unitPrice: number;
  readonly item: number;
  readonly tax: number;
  readonly shipping: number;
  readonly discount: number;
  readonly total: number;
}

/** A sale in another currency than it is owed in; minor units of its `currency`. */
export interface InvoicedSale {
  readonly quoteId: Id<'fxq'>;
  readonly currency: string;
  /** What the lines add up to. */
  readonly total: number;
}

export interface NewInvoice {
  readonly id: Id<'inv'>;
  readonly legalEntity: string;
  readonly companyId: Id<'cmp'>;
  readonly company: { readonly name: string; readonly country: string };
  readonly paymentId: Id<'pay'>;
  readonly orderId: Id<'ord'>;
  readonly sellerOrderId: Id<'sor'>;
  readonly sellerId: Id<'sel'>;
  /** What the company owes. */
  readonly currency: string;
  /** What the lines are in, where the seller settles in another currency. */
  readonly sale: InvoicedSale | null;
  readonly lines: readonly InvoiceLine[];
  readonly total: number;
  readonly termDays: number;
  readonly isFinanced: boolean;
  readonly issuedAt: Date;
  readonly dueAt: Date;
}

export interface InvoiceRow extends NewInvoice, InvoiceAmounts {
  readonly number: number;
  readonly state: InvoiceState;
  readonly version: number;
}

export const INVOICE = `i.id, i.legal_entity as "legalEntity", i.number, i.company_id as "companyId", i.company,
  i.payment_id as "paymentId", i.order_id as "orderId", i.seller_order_id as "sellerOrderId", i.seller_id as "sellerId",
  i.currency, i.sale, i.lines, i.total, i.paid, i.reduced, i.written_off as "writtenOff", i.given_back as "givenBack",
  i.recovered, i.state, i.version, i.term_days as "termDays", i.is_financed as "isFinanced", i.issued_at as "issuedAt",
  i.due_at as "dueAt"`;

const issue = statement<unknown[], InvoiceRow>(
  'net-terms.issue-invoice',
  `with n as (insert into invoice_series as s (legal_entity, kind, last_number) values ($2, 'invoice', 1)
       on conflict (legal_entity, kind) do update set last_number = s.last_number + 1 returning last_number)
   insert into account_invoices as i (id, legal_entity, number, company_id, company, payment_id, order_id, seller_order_id,
     seller_id, currency, lines, total, term_days, is_financed, issued_at, due_at, updated_at, sale)
   select $1, $2, n.last_number, $3, $4::jsonb, $5, $6, $7, $8, $9, $10::jsonb, $11, $12, $13, $14, $15, $14, $16::jsonb from n
   returning ${INVOICE}`,
);

const ofSellerOrder = statement<[sellerOrderId: string], InvoiceRow>(
  'net-terms.invoice-of-seller-order',
  `select ${INVOICE} from account_invoices i where i.seller_order_id = $1 for no key update`,
);

const lock = statement<[id: string], InvoiceRow>(
  'net-terms.lock-invoice',
  `select ${INVOICE} from account_invoices i where i.id = $1 for no key update`,
);

const lockNamed = statement<[legalEntity: string, number: number], InvoiceRow>(
  'net-terms.lock-invoice-by-number',
  `select ${INVOICE} from account_invoices i where i.legal_entity = $1 and i.number = $2 for no key update`,
);

type Change = [id: string, paid: number, reduced: number, writtenOff: number, givenBack: number, recovered: number];

const change = statement<Change, InvoiceRow>(
  'net-terms.change-invoice',
  `update account_invoices i set paid = paid + $2, reduced = reduced + $3, written_off = written_off + $4,
          given_back = given_back + $5, recovered = recovered + $6 where id = $1 returning ${INVOICE}`,
);

const overdue = statement<[companyId: string, currency: string], { some: boolean }>(
  'net-terms.has-overdue',
  `select exists (select 1 from account_invoices
     where company_id = $1 and currency = $2 and state = 'overdue') as "some"`,
);

const find = statement<[id: string], InvoiceRow>(
  'net-terms.find-invoice',
  `select ${INVOICE} from account_invoices i where i.id = $1`,
);

type Page = [companyId: string | null, state: string | null, before: string | null, limit: number];

const page = statement<Page, InvoiceRow>(
  'net-terms.page-of-invoices',
  `select ${INVOICE} from account_invoices i
    where ($1::uuid is null or i.company_id = $1) and ($2::text is null or i.state = $2)
      and ($3::uuid is null or i.id < $3) order by i.id desc limit $4`,
);

@Injectable()
export class InvoicesRepository {
  constructor(private readonly db: Db) {}

  /** Takes the next number of its legal entity; an issue that does not commit takes none. */
  async issue(tx: Tx, i: NewInvoice): Promise<InvoiceRow> {
    const parties = [i.id, i.legalEntity, i.companyId, JSON.stringify(i.company)];
    const sale = [i.paymentId, i.orderId, i.sellerOrderId, i.sellerId, i.currency];
    const terms = [JSON.stringify(i.lines), i.total, i.termDays, i.isFinanced, i.issuedAt, i.dueAt];
    const converted = i.sale && JSON.stringify(i.sale);
    return (await queryOne(tx, issue, [...parties, ...sale, ...terms, converted])) as InvoiceRow;
  }

  ofSellerOrder = (tx: Tx, id: string): Promise<InvoiceRow | undefined> => queryOne(tx, ofSellerOrder, [id]);
  lock = (tx: Tx, id: string): Promise<InvoiceRow | undefined> => queryOne(tx, lock, [id]);

  lockNamed(tx: Tx, { legalEntity, number }: { legalEntity: string; number: number }): Promise<InvoiceRow | undefined> {
    return queryOne(tx, lockNamed, [legalEntity, number]);
  }

  /** Counts on a locked invoice; its constraints have the last word. */
  async change(tx: Tx, id: string, by: InvoiceChange): Promise<InvoiceRow> {
    const { paid = 0, reduced = 0, writtenOff = 0, givenBack = 0, recovered = 0 } = by;
    return (await queryOne(tx, change, [id, paid, reduced, writtenOff, givenBack, recovered])) as InvoiceRow;
  }

  async hasOverdue(tx: Tx, companyId: string, currency: string): Promise<boolean> {
    return (await query(tx, overdue, [companyId, currency]))[0]?.some === true;
  }

  find = (id: string): Promise<InvoiceRow | undefined> => this.db.queryOne(find, [id]);

  /** Newest first. */
  page(of: { companyId?: string; state?: string }, before: string | undefined, limit: number): Promise<InvoiceRow[]> {
    return this.db.query(page, [of.companyId ?? null, of.state ?? null, before ?? null, limit]);
  }
}
