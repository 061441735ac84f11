import { Injectable } from '@nestjs/common';
import type { Id } from '../../kernel/index.js';
import { Db, newId, query, statement, type Tx } from '../../platform/database/index.js';

export interface RefundOnTheWay {
  readonly id: Id<'rfd'>;
  readonly sellerOrderId: Id<'sor'>;
  readonly sellerId: Id<'sel'>;
  readonly orderId: Id<'ord'>;
  readonly currency: string;
  readonly amount: number;
  /** Not with the buyer; minor units. */
  readonly open: number;
  /** Of it: what chargebacks cover that are not decided. */
  readonly overtaken: number;
  /** Whether the provider was asked for it, and has not said what became of it. */
  readonly isUnclear: boolean;
}

const UNCLEAR = `exists (select from payment_attempts a where a.refund_id = r.id and a.state in ('sent', 'unknown'))`;

const onTheWay = statement<[paymentId: string], RefundOnTheWay>(
  'payments.lock-refunds-on-the-way',
  `with r as materialized (
     select * from refunds where payment_id = $1 and state = 'requested' order by id for no key update)
   select r.id, r.seller_order_id as "sellerOrderId", s.seller_id as "sellerId", p.order_id as "orderId", r.currency,
          r.amount, r.amount - r.charged_back as open, r.overtaken, ${UNCLEAR} as "isUnclear"
     from r join payments p on p.id = r.payment_id
     join payment_parts s on s.payment_id = r.payment_id and s.seller_order_id = r.seller_order_id order by r.id`,
);

const overtake = statement<[ids: string[], amounts: number[], at: Date], never>(
  'payments.overtake-refunds',
  `update refunds r set overtaken = r.overtaken + c.amount, updated_at = $3
     from unnest($1::uuid[], $2::bigint[]) as c(id, amount) where r.id = c.id`,
);

const cover = statement<[refundId: string, amount: number, at: Date], never>(
  'payments.cover-refund',
  `update refunds set charged_back = charged_back + $2, overtaken = overtaken - $2, updated_at = $3 where id = $1`,
);

/** As if they had just been asked for: whoever looks for calls without an answer finds them. */
const resume = statement<[ids: string[], attempts: string[], at: Date], never>(
  'payments.resume-refunds',
  `with free as (select r.id, r.payment_id, r.currency, r.amount - r.charged_back as amount, n.attempt
                   from unnest($1::uuid[], $2::uuid[]) as n(id, attempt) join refunds r on r.id = n.id
                  where r.state = 'requested' and r.overtaken = 0),
        again as (update payment_attempts a set state = 'sent', checked_at = $3, settled_at = null from free
                   where a.refund_id = free.id and a.state = 'voided')
   insert into payment_attempts (id, payment_id, refund_id, purpose, provider_key, currency, amount, created_at, checked_at)
   select attempt, payment_id, id, 'refund', id || ':refund', currency, amount, $3, $3 from free
       on conflict do nothing`,
);

const unclear = statement<[paymentId: string], { id: Id<'rfd'> }>(
  'payments.unclear-refunds',
  `select r.id from refunds r where r.payment_id = $1 and r.overtaken > 0 and ${UNCLEAR} order by r.id`,
);

/** Refunds that a chargeback has overtaken. */
@Injectable()
export class OvertakenRefundsRepository {
  constructor(private readonly db: Db) {}

  /** Of a payment, oldest first; locked, behind its parts. */
  lock = (tx: Tx, paymentId: string): Promise<RefundOnTheWay[]> => query(tx, onTheWay, [paymentId]);

  /** Minor units by refund; negative when a chargeback lets go of it. */
  async overtake(tx: Tx, amounts: ReadonlyMap<string, number>, at: Date): Promise<void> {
    if (amounts.size > 0) await query(tx, overtake, [[...amounts.keys()], [...amounts.values()], at]);
  }

  async cover(tx: Tx, refundId: string, amount: number, at: Date): Promise<void> {
    await query(tx, cover, [refundId, amount, at]);
  }

  async resume(tx: Tx, ids: readonly string[], at: Date): Promise<void> {
    if (ids.length > 0) await query(tx, resume, [[...ids], ids.map(() => newId('pat')), at]);
  }

  /** What nobody knows about: asked for, and covered by a chargeback that is not decided. */
  async unclear(paymentId: string): Promise<Id<'rfd'>[]> {
    return (await this.db.query(unclear, [paymentId])).map(({ id }) => id);
  }
}
