import { Injectable } from '@nestjs/common';
import { Db, query, queryOne, statement, violatedConstraint, type Tx } from '../../platform/database/index.js';
import type { SubscriptionState } from './subscription.lifecycle.js';
import { SubscriptionExists } from './subscriptions.errors.js';

export interface SubscriptionRow {
  readonly id: string;
  readonly sellerId: string;
  readonly planId: string;
  readonly planCode: string;
  readonly currency: string;
  /** Minor units. */
  readonly fee: number;
  readonly taxBps: number;
  readonly state: SubscriptionState;
  readonly startedAt: Date;
  /** How many were charged. */
  readonly periods: number;
  readonly paidUntil: Date;
  readonly cancelledAt: Date | null;
}

const SUBSCRIPTION = `s.id, s.seller_id as "sellerId", s.plan_id as "planId", p.code as "planCode", p.currency, p.fee,
  p.tax_bps as "taxBps", s.state, s.started_at as "startedAt", s.periods, s.paid_until as "paidUntil",
  s.cancelled_at as "cancelledAt" from subscriptions s join subscription_plans p on p.id = s.plan_id`;

const insert = statement<[id: string, sellerId: string, planId: string, at: Date], { id: string }>(
  'subscriptions.insert',
  `insert into subscriptions (id, seller_id, plan_id, started_at, paid_until, updated_at)
   values ($1, $2, $3, $4, $4, $4) returning id`,
);

const lock = statement<[id: string], SubscriptionRow>(
  'subscriptions.lock',
  `select ${SUBSCRIPTION} where s.id = $1 for no key update of s`,
);

const lockCurrent = statement<[sellerId: string], SubscriptionRow>(
  'subscriptions.lock-current',
  `select ${SUBSCRIPTION} where s.seller_id = $1 and s.state <> 'ended' for no key update of s`,
);

const latest = statement<[sellerId: string], SubscriptionRow>(
  'subscriptions.latest',
  `select ${SUBSCRIPTION} where s.seller_id = $1 order by s.id desc limit 1`,
);

const noteCharge = statement<[id: string, periods: number, paidUntil: Date, at: Date], never>(
  'subscriptions.note-charge',
  `update subscriptions set periods = $2, paid_until = $3, updated_at = $4 where id = $1`,
);

const noteCancelled = statement<[id: string, at: Date | null], never>(
  'subscriptions.note-cancelled',
  `update subscriptions set cancelled_at = $2 where id = $1`,
);

@Injectable()
export class SubscriptionsRepository {
  constructor(private readonly db: Db) {}

  /** @throws SubscriptionExists while the seller has one that has not ended */
  async insert(tx: Tx, id: string, sellerId: string, planId: string, at: Date): Promise<void> {
    try {
      await query(tx, insert, [id, sellerId, planId, at]);
    } catch (error) {
      throw violatedConstraint(error) === 'subscriptions_one' ? new SubscriptionExists({}) : error;
    }
  }

  lock = (tx: Tx, id: string): Promise<SubscriptionRow | undefined> => queryOne(tx, lock, [id]);

  lockCurrent = (tx: Tx, sellerId: string): Promise<SubscriptionRow | undefined> =>
    queryOne(tx, lockCurrent, [sellerId]);

  latest = (sellerId: string): Promise<SubscriptionRow | undefined> => this.db.queryOne(latest, [sellerId]);

  async noteCharge(tx: Tx, id: string, periods: number, paidUntil: Date, at: Date): Promise<void> {
    await query(tx, noteCharge, [id, periods, paidUntil, at]);
  }

  async noteCancelled(tx: Tx, id: string, at: Date | null): Promise<void> {
    await query(tx, noteCancelled, [id, at]);
  }
}
