import { Injectable } from '@nestjs/common';
import type { Id } from '../../kernel/index.js';
import { Db, query, queryOne, statement, violatedConstraint, type Tx } from '../../platform/database/index.js';
import type { PaymentMethod } from '../payments/index.js';
import type { OrderRequestState } from './order-request.lifecycle.js';
import { OrderRequestWaits } from './order-requests.errors.js';

/** Minor units of the currency that the seller settles in. */
export interface RequestedLine {
  readonly sellerId: Id<'sel'>;
  readonly title: string;
  readonly sku: string | null;
  readonly quantity: number;
  readonly unitPrice: number;
  readonly total: number;
  readonly currency: string;
}

export interface NewOrderRequest {
  readonly id: Id<'orq'>;
  readonly companyId: Id<'cmp'>;
  readonly requestedBy: Id<'usr'>;
  readonly cartId: Id<'crt'>;
  readonly paymentMethod: PaymentMethod;
  /** Null: what the sellers settle in. */
  readonly paymentCurrency: string | null;
  /** Of the cart when the request was made. */
  readonly quoteVersion: string;
  /** Minor units by currency that the sellers settle in. */
  readonly totals: Readonly<Record<string, number>>;
  readonly lines: readonly RequestedLine[];
  /** Where to send the goods and whom to write to. */
  readonly detailsSealed: string;
  readonly note: string | null;
  readonly requestedAt: Date;
  readonly expiresAt: Date;
}

export interface OrderRequestRow extends NewOrderRequest {
  readonly state: OrderRequestState;
  readonly version: number;
  readonly decidedBy: Id<'usr'> | null;
  readonly decidedAt: Date | null;
  readonly refusal: string | null;
  readonly orderId: Id<'ord'> | null;
}

export interface Decision {
  readonly by: string;
  readonly at: Date;
  readonly refusal?: string;
  readonly orderId?: string;
}

const ROW = `r.id, r.company_id as "companyId", r.requested_by as "requestedBy", r.cart_id as "cartId",
  r.payment_method as "paymentMethod", r.payment_currency as "paymentCurrency", r.quote_version as "quoteVersion",
  r.totals, r.lines, r.details_sealed as "detailsSealed", r.note, r.state, r.version, r.requested_at as "requestedAt",
  r.expires_at as "expiresAt", r.decided_by as "decidedBy", r.decided_at as "decidedAt", r.refusal,
  r.order_id as "orderId"`;

const insert = statement<unknown[], OrderRequestRow>(
  'order-requests.insert',
  `insert into order_requests as r (id, company_id, requested_by, cart_id, payment_method, payment_currency, quote_version,
     totals, lines, details_sealed, note, requested_at, expires_at, updated_at)
   values ($1, $2, $3, $4, $5, $6, $7, $8::jsonb, $9::jsonb, $10, $11, $12, $13, $12) returning ${ROW}`,
);

const lock = statement<[id: string], OrderRequestRow>(
  'order-requests.lock',
  `select ${ROW} from order_requests r where r.id = $1 for no key update`,
);

const find = statement<[id: string], OrderRequestRow>(
  'order-requests.find',
  `select ${ROW} from order_requests r where r.id = $1`,
);

const decide = statement<[id: string, by: string, at: Date, refusal: string | null, orderId: string | null], never>(
  'order-requests.decide',
  'update order_requests set decided_by = $2, decided_at = $3, refusal = $4, order_id = $5 where id = $1',
);

type Page = [companyId: string, by: string | null, state: string | null, before: string | null, limit: number];

const page = statement<Page, OrderRequestRow>(
  'order-requests.page',
  `select ${ROW} from order_requests r
    where r.company_id = $1 and ($2::uuid is null or r.requested_by = $2) and ($3::text is null or r.state = $3)
      and ($4::uuid is null or r.id < $4) order by r.id desc limit $5`,
);

@Injectable()
export class OrderRequestsRepository {
  constructor(private readonly db: Db) {}

  /** @throws OrderRequestWaits when there is one for the cart */
  async insert(tx: Tx, r: NewOrderRequest): Promise<OrderRequestRow> {
    const what = [JSON.stringify(r.totals), JSON.stringify(r.lines), r.detailsSealed, r.note];
    const how = [r.paymentMethod, r.paymentCurrency, r.quoteVersion];
    const values = [r.id, r.companyId, r.requestedBy, r.cartId, ...how, ...what, r.requestedAt, r.expiresAt];
    try {
      return (await queryOne(tx, insert, values)) as OrderRequestRow;
    } catch (error) {
      if (violatedConstraint(error) === 'order_requests_cart') throw new OrderRequestWaits({});
      throw error;
    }
  }

  lock = (tx: Tx, id: string): Promise<OrderRequestRow | undefined> => queryOne(tx, lock, [id]);
  find = (id: string): Promise<OrderRequestRow | undefined> => this.db.queryOne(find, [id]);

  /** Before the request moves; its constraints have the last word. */
  async decide(tx: Tx, id: string, { by, at, refusal, orderId }: Decision): Promise<void> {
    await query(tx, decide, [id, by, at, refusal ?? null, orderId ?? null]);
  }

  /** Newest first. */
  page(
    of: { companyId: string; requestedBy?: string; state?: string },
    before: string | undefined,
    limit: number,
  ): Promise<OrderRequestRow[]> {
    return this.db.query(page, [of.companyId, of.requestedBy ?? null, of.state ?? null, before ?? null, limit]);
  }
}
