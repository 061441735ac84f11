import { Injectable } from '@nestjs/common';
import type { Id } from '../../kernel/index.js';
import { Db, query, queryOne, statement, type Tx } from '../../platform/database/index.js';
import { NotFound } from '../../platform/http/index.js';

export type HoldState = 'open' | 'claimed' | 'released' | 'rejected' | 'withdrawn';

export interface HoldRow {
  readonly id: Id<'hld'>;
  readonly decisionId: Id<'dec'>;
  /** The payment. */
  readonly objectId: Id<'pay'>;
  readonly orderId: Id<'ord'>;
  readonly buyerId: Id<'usr'>;
  readonly amount: number;
  readonly currency: string;
  readonly score: number;
  readonly state: HoldState;
  readonly version: number;
  readonly claimedBy: Id<'usr'> | null;
  readonly leaseUntil: Date | null;
  readonly slaDueAt: Date;
  readonly reviewBy: Date;
  readonly deadlineOutcome: 'released' | 'rejected';
  readonly reason: string | null;
  readonly openedAt: Date;
}

export interface NewHold {
  readonly id: Id<'hld'>;
  readonly decisionId: Id<'dec'>;
  readonly event: string;
  readonly objectId: string;
  readonly orderId: string;
  readonly buyerId: string;
  readonly amount: number;
  readonly currency: string;
  readonly score: number;
  readonly at: Date;
}

const COLUMNS = `id, decision_id as "decisionId", object_id as "objectId", order_id as "orderId", buyer_id as "buyerId",
  amount, currency, score, state, version, claimed_by as "claimedBy", lease_until as "leaseUntil",
  sla_due_at as "slaDueAt", review_by as "reviewBy", deadline_outcome as "deadlineOutcome", reason,
  opened_at as "openedAt"`;

const open = statement<
  [string, string, string, string, string, number, string, number, Date, string],
  { id: Id<'hld'>; reviewBy: Date }
>(
  'risk.open-hold',
  `insert into risk_holds (id, decision_id, object_id, order_id, buyer_id, amount, currency, score, sla_due_at, review_by,
                           deadline_outcome, opened_at, updated_at)
   select $1, $2, $3, $4, $5, $6, $7, $8, $9::timestamptz + p.sla, $9::timestamptz + p.review_within, p.deadline_outcome,
          $9, $9
     from risk_review_policies p where p.event = $10
   returning id, review_by as "reviewBy"`,
);

const find = statement<[id: string], HoldRow>('risk.find-hold', `select ${COLUMNS} from risk_holds where id = $1`);

const findLive = statement<[objectId: string], HoldRow>(
  'risk.find-live-hold',
  `select ${COLUMNS} from risk_holds where object_id = $1 and state in ('open', 'claimed') for no key update`,
);

const lock = statement<[id: string], HoldRow>(
  'risk.lock-hold',
  `select ${COLUMNS} from risk_holds where id = $1 for no key update`,
);

const next = statement<[], { id: Id<'hld'> }>(
  'risk.next-hold',
  `select id from risk_holds where state = 'open' order by score desc, id limit 1 for no key update skip locked`,
);

const lease = statement<[id: string, by: string, until: Date], never>(
  'risk.lease-hold',
  'update risk_holds set claimed_by = $2, lease_until = $3 where id = $1',
);

const settle = statement<[id: string, reason: string | null], never>(
  'risk.settle-hold',
  'update risk_holds set claimed_by = null, lease_until = null, reason = coalesce($2, reason) where id = $1',
);

const list = statement<[state: string, after: string | null, limit: number], HoldRow>(
  'risk.list-holds',
  `select ${COLUMNS} from risk_holds where state = $1 and ($2::uuid is null or id > $2) order by id limit $3`,
);

@Injectable()
export class HoldsRepository {
  constructor(private readonly db: Db) {}

  /** Opens the review under the policy of the event; undefined where the event has none. */
  open(tx: Tx, hold: NewHold): Promise<{ id: Id<'hld'>; reviewBy: Date } | undefined> {
    const { id, decisionId, objectId, orderId, buyerId, amount, currency, score, at, event } = hold;
    return queryOne(tx, open, [id, decisionId, objectId, orderId, buyerId, amount, currency, score, at, event]);
  }

  find(id: Id<'hld'>): Promise<HoldRow | undefined> {
    return this.db.queryOne(find, [id]);
  }

  /** @throws NotFound */
  async lock(tx: Tx, id: string): Promise<HoldRow> {
    const row = await queryOne(tx, lock, [id]);
    if (!row) throw new NotFound({ what: 'hold' });
    return row;
  }

  lockLive(tx: Tx, objectId: string): Promise<HoldRow | undefined> {
    return queryOne(tx, findLive, [objectId]);
  }

  /** The open hold to look at next, locked; those that others are just taking are passed over. */
  async next(tx: Tx): Promise<Id<'hld'> | undefined> {
    const row = await queryOne(tx, next, []);
    return row?.id;
  }

  /** Notes who reviews it; the move to `claimed` comes after it. */
  async lease(tx: Tx, id: Id<'hld'>, by: Id<'usr'>, until: Date): Promise<void> {
    await query(tx, lease, [id, by, until]);
  }

  /** Takes the lease away and notes why; the move out of `claimed` comes before it. */
  async settle(tx: Tx, id: string, reason: string | null): Promise<void> {
    await query(tx, settle, [id, reason]);
  }

  list(state: HoldState, after: string | null, limit: number): Promise<HoldRow[]> {
    return this.db.query(list, [state, after, limit]);
  }
}
