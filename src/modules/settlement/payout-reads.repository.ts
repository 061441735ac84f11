import { Injectable } from '@nestjs/common';
import { Db, statement } from '../../platform/database/index.js';
import type { PayoutState } from './payout.lifecycle.js';

export interface PayoutDetailRow {
  readonly payoutId: string;
  readonly sellerId: string;
  readonly currency: string;
  readonly amount: number;
  readonly openingBalance: number;
  readonly closingBalance: number;
  readonly state: PayoutState;
  readonly attempt: number;
  readonly retryOf: string | null;
  readonly cappedAt: number | null;
  readonly instantFee: number | null;
  readonly failureCode: string | null;
  readonly reversed: number;
  readonly createdAt: Date;
  readonly submittedAt: Date | null;
  readonly settledAt: Date | null;
  readonly itemCount: number;
}

export interface ItemRow {
  readonly nth: number;
  readonly kind: string;
  readonly amount: number;
  readonly sellerOrderId: string | null;
  readonly effectiveAt: Date;
}

export interface Outstanding {
  readonly currency: string;
  readonly inTransit: number;
  readonly skipReason: string | null;
}

const COLUMNS = `p.id as "payoutId", p.seller_id as "sellerId", p.currency, p.amount,
  p.opening_balance as "openingBalance", p.closing_balance as "closingBalance", p.state, p.attempt,
  p.retry_of as "retryOf", p.capped_at as "cappedAt", p.instant_fee as "instantFee", p.failure_code as "failureCode", p.reversed, p.created_at as "createdAt",
  p.submitted_at as "submittedAt", p.settled_at as "settledAt",
  (select count(*) from payout_items i where i.payout_id = p.id) as "itemCount"`;

const list = statement<
  [seller: string | null, state: string | null, before: string | null, limit: number],
  PayoutDetailRow
>(
  'settlement.list-payouts',
  `select ${COLUMNS} from payouts p
    where ($1::uuid is null or p.seller_id = $1) and ($2::text is null or p.state = $2)
      and ($3::uuid is null or p.id < $3)
    order by p.id desc limit $4`,
);

const find = statement<[id: string], PayoutDetailRow>(
  'settlement.read-payout',
  `select ${COLUMNS} from payouts p where p.id = $1`,
);

const items = statement<[payout: string, after: number, limit: number], ItemRow>(
  'settlement.payout-items',
  `select nth, kind, amount, seller_order_id as "sellerOrderId", effective_at as "effectiveAt"
     from payout_items where payout_id = $1 and nth > $2 order by nth limit $3`,
);

const outstanding = statement<[seller: string], Outstanding>(
  'settlement.outstanding',
  `select coalesce(o.currency, s.currency) as currency, coalesce(o.amount, 0) as "inTransit", s.reason as "skipReason"
     from (select currency, sum(amount)::bigint as amount from payouts
            where seller_id = $1 and state in ('draft', 'approved', 'submitted', 'in_transit', 'unknown')
            group by currency) o
     full join (select currency, reason from payout_skips where seller_id = $1) s on s.currency = o.currency`,
);

@Injectable()
export class PayoutReads {
  constructor(private readonly db: Db) {}

  list(seller: string | null, state: string | null, before: string | null, limit: number): Promise<PayoutDetailRow[]> {
    return this.db.query(list, [seller, state, before, limit]);
  }

  find = (id: string): Promise<PayoutDetailRow | undefined> => this.db.queryOne(find, [id]);

  items(id: string, after: number, limit: number): Promise<ItemRow[]> {
    return this.db.query(items, [id, after, limit]);
  }

  outstanding = (sellerId: string): Promise<Outstanding[]> => this.db.query(outstanding, [sellerId]);
}
