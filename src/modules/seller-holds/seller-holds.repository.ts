import { Injectable } from '@nestjs/common';
import { actorRef, type Actor, type Id } from '../../kernel/index.js';
import { Db, query, queryOne, statement, type Tx } from '../../platform/database/index.js';
import type { SellerHoldState } from './seller-hold.lifecycle.js';

export const HOLD_REASONS = ['investigation', 'verification', 'legal', 'debt', 'other'] as const;
export type HoldReason = (typeof HOLD_REASONS)[number] | 'chargeback';

/** The share of the longest lawful hold after which somebody has to look, in basis points. */
const ALARM_BPS = 8_000;

export interface HoldFilter {
  readonly state: string | null;
  readonly sellerId: string | null;
  readonly nearCapAt: Date | null;
}

/** Minor units of `currency`. */
export interface SellerHoldRow {
  readonly id: Id<'shd'>;
  readonly sellerId: Id<'sel'>;
  readonly currency: string;
  readonly sourceType: 'staff' | 'chargeback';
  readonly sourceId: string;
  /** The sale that it is about; null: no one in particular. */
  readonly sellerOrderId: string | null;
  readonly reason: HoldReason;
  readonly note: string | null;
  /** Null: everything. */
  readonly requested: number | null;
  readonly held: number;
  readonly used: number;
  /** What refunds of the sale took out of it. */
  readonly drawn: number;
  /** What it gave back when its claim became smaller. */
  readonly givenBack: number;
  readonly state: SellerHoldState;
  readonly version: number;
  readonly expiresAt: Date | null;
  readonly createdAt: Date;
  readonly updatedAt: Date;
}

export interface HoldToPlace extends Pick<
  SellerHoldRow,
  'id' | 'sellerId' | 'currency' | 'sourceType' | 'sourceId' | 'reason' | 'note' | 'requested' | 'expiresAt'
> {
  readonly sellerOrderId?: string;
  readonly actor: Actor;
}

const COLUMNS = `id, seller_id as "sellerId", currency, source_type as "sourceType", source_id as "sourceId", reason, note,
  seller_order_id as "sellerOrderId", requested, held, used, drawn, given_back as "givenBack", state, version, expires_at as "expiresAt", created_at as "createdAt", updated_at as "updatedAt"`;

const insert = statement<unknown[], SellerHoldRow>(
  'seller-holds.insert',
  `insert into seller_holds (id, seller_id, currency, source_type, source_id, reason, note, requested, expires_at,
     placed_by_type, placed_by_id, created_at, updated_at, seller_order_id)
   values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $12, $13) returning ${COLUMNS}`,
);

const find = statement<[id: string], SellerHoldRow>(
  'seller-holds.find',
  `select ${COLUMNS} from seller_holds where id = $1`,
);

const lock = statement<[id: string], SellerHoldRow>(
  'seller-holds.lock',
  `select ${COLUMNS} from seller_holds where id = $1 for no key update`,
);

const ofSource = statement<[type: string, id: string], SellerHoldRow>(
  'seller-holds.of-source',
  `select ${COLUMNS} from seller_holds where source_type = $1 and source_id = $2 for no key update`,
);

const ofSellerOrder = statement<[sellerOrderId: string, currency: string], SellerHoldRow>(
  'seller-holds.of-seller-order',
  `select ${COLUMNS} from seller_holds where seller_order_id = $1 and currency = $2 and state = 'active' and held > 0
    order by id for no key update`,
);

const draw = statement<[ids: string[], amounts: number[], at: Date], never>(
  'seller-holds.draw',
  `update seller_holds h set held = h.held - d.amount, drawn = h.drawn + d.amount, updated_at = $3
     from unnest($1::uuid[], $2::bigint[]) as d(id, amount) where h.id = d.id`,
);

const unfilled = statement<[sellerId: string, currency: string], SellerHoldRow>(
  'seller-holds.unfilled',
  `select ${COLUMNS} from seller_holds where seller_id = $1 and currency = $2 and state = 'active'
      and (requested is null or held < requested) order by id for no key update`,
);

const active = statement<[sellerId: string], SellerHoldRow>(
  'seller-holds.active',
  `select ${COLUMNS} from seller_holds where seller_id = $1 and state = 'active' order by id`,
);

const fill = statement<[id: string, amount: number, at: Date], SellerHoldRow>(
  'seller-holds.fill',
  `update seller_holds set held = held + $2, updated_at = $3 where id = $1 returning ${COLUMNS}`,
);

const resize = statement<[id: string, requested: number, at: Date], never>(
  'seller-holds.resize',
  `update seller_holds set requested = $2, held = least(held, $2), given_back = given_back + greatest(0, held - $2), updated_at = $3
    where id = $1`,
);

const noteUse = statement<[id: string, used: number], never>(
  'seller-holds.note-use',
  `update seller_holds set used = $2 where id = $1`,
);

/** Of the country of the seller, in days; the terms of a sale say so too. */
const capDays = statement<[sellerId: string], { days: number }>(
  'seller-holds.cap-days',
  `select (settlement_terms_of($1, '{}', null) ->> 'capDays')::int as days`,
);

/** The law as it is now, counted from the day on which the hold was placed. */
const NEAR = (now: string, bps: string): string => `state = 'active' and held > 0 and created_at
  + (settlement_terms_of(seller_id, '{}', null) ->> 'capDays')::int * interval '1 day' * ${bps}::int / 10000 <= ${now}::timestamptz`;

const nearCount = statement<[now: Date, fromBps: number], { count: number }>(
  'seller-holds.count-near-cap',
  `select count(*)::int as count from seller_holds where ${NEAR('$1', '$2')}`,
);

const page = statement<
  [state: string | null, sellerId: string | null, after: string | null, limit: number, now: Date | null, bps: number],
  SellerHoldRow
>(
  'seller-holds.page',
  `select ${COLUMNS} from seller_holds
    where ($1::text is null or state = $1) and ($2::uuid is null or seller_id = $2) and ($3::uuid is null or id < $3)
      and ($5::timestamptz is null or (${NEAR('$5', '$6')}))
    order by id desc limit $4`,
);

@Injectable()
export class SellerHoldsRepository {
  constructor(private readonly db: Db) {}

  async insert(tx: Tx, hold: HoldToPlace, at: Date): Promise<SellerHoldRow> {
    const { id, sellerId, currency, sourceType, sourceId, reason, note, requested, expiresAt, sellerOrderId } = hold;
    const { type, id: actorId } = actorRef(hold.actor);
    const what = [id, sellerId, currency, sourceType, sourceId, reason, note, requested, expiresAt];
    return (await queryOne(tx, insert, [...what, type, actorId, at, sellerOrderId ?? null])) as SellerHoldRow;
  }

  find = (id: Id<'shd'>): Promise<SellerHoldRow | undefined> => this.db.queryOne(find, [id]);
  lock = (tx: Tx, id: Id<'shd'>): Promise<SellerHoldRow | undefined> => queryOne(tx, lock, [id]);

  lockOfSource(tx: Tx, type: 'chargeback', id: string): Promise<SellerHoldRow | undefined> {
    return queryOne(tx, ofSource, [type, id]);
  }

  /** Active holds of a sale that hold anything, oldest first; locked. */
  ofSellerOrder = (tx: Tx, sellerOrderId: string, currency: string): Promise<SellerHoldRow[]> =>
    query(tx, ofSellerOrder, [sellerOrderId, currency]);

  /** Minor units by hold. */
  async draw(tx: Tx, amounts: ReadonlyMap<string, number>, at: Date): Promise<void> {
    if (amounts.size > 0) await query(tx, draw, [[...amounts.keys()], [...amounts.values()], at]);
  }

  /** Active holds that hold less than they ask for, oldest first; locked. */
  unfilled = (tx: Tx, sellerId: string, currency: string): Promise<SellerHoldRow[]> =>
    query(tx, unfilled, [sellerId, currency]);

  active = (sellerId: string): Promise<SellerHoldRow[]> => this.db.query(active, [sellerId]);

  async fill(tx: Tx, id: Id<'shd'>, amount: number, at: Date): Promise<SellerHoldRow> {
    return (await queryOne(tx, fill, [id, amount, at])) as SellerHoldRow;
  }

  /** Holds no more than it asks for; minor units. */
  async resize(tx: Tx, id: Id<'shd'>, requested: number, at: Date): Promise<void> {
    await query(tx, resize, [id, requested, at]);
  }

  async noteUse(tx: Tx, id: Id<'shd'>, used: number): Promise<void> {
    await query(tx, noteUse, [id, used]);
  }

  async capDays(tx: Tx, sellerId: string): Promise<number> {
    return (await queryOne(tx, capDays, [sellerId]))?.days ?? 0;
  }

  async nearCount(now: Date): Promise<number> {
    return (await this.db.queryOne(nearCount, [now, ALARM_BPS]))?.count ?? 0;
  }

  /** With an instant, only what has then been held for four fifths of what the law allows. */
  page({ state, sellerId, nearCapAt }: HoldFilter, after: string | null, limit: number): Promise<SellerHoldRow[]> {
    return this.db.query(page, [state, sellerId, after, limit, nearCapAt, ALARM_BPS]);
  }
}
