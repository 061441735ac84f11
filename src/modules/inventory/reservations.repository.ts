import { Injectable } from '@nestjs/common';
import { toWire, type Actor } from '../../kernel/index.js';
import { moveAll, query, queryOne, statement, type Tx } from '../../platform/database/index.js';
import { defineRetention } from '../../platform/housekeeping/index.js';
import { OutOfStock } from './inventory.errors.js';
import { reservationLifecycle, type ReservationState } from './reservation.lifecycle.js';
import { inLockOrder, type StockLine } from './stock.domain.js';

/**
 * Every statement locks counters in the order of their ids, so that baskets in opposite orders cannot deadlock. A
 * counter changes only where its condition still holds on the locked row.
 */
const LOCKED = `locked as (select c.variant_id, c.on_hand from stock_counters c join lines l on l.variant_id = c.variant_id
                 order by c.variant_id for no key update of c)`;

const LINES_OF = `lines as (select variant_id, sum(quantity)::int as quantity from stock_reservation_lines
                 where reservation_id = any($1::uuid[]) group by variant_id)`;

interface Variant {
  readonly variantId: string;
}

const reserved = statement<[id: string, expiresAt: Date, variants: string[], quantities: number[], at: Date], Variant>(
  'inventory.reserve',
  `with lines as (select * from unnest($3::uuid[], $4::int[]) as l(variant_id, quantity)),
        header as (insert into stock_reservations (id, expires_at, created_at, updated_at) values ($1, $2, $5, $5)),
        noted as (insert into stock_reservation_lines (reservation_id, variant_id, quantity)
                    select $1, variant_id, quantity from lines),
        ${LOCKED},
        taken as (update stock_counters c set reserved = c.reserved + l.quantity, updated_at = $5
                    from lines l join locked k on k.variant_id = l.variant_id
                   where c.variant_id = l.variant_id and c.on_hand - c.reserved >= l.quantity returning c.variant_id)
   select variant_id as "variantId" from taken`,
);
const retaken = statement<[ids: string[], at: Date], Variant>(
  'inventory.reserve_again',
  `with ${LINES_OF}, ${LOCKED},
        taken as (update stock_counters c set reserved = c.reserved + l.quantity, updated_at = $2
                    from lines l join locked k on k.variant_id = l.variant_id
                   where c.variant_id = l.variant_id and c.on_hand - c.reserved >= l.quantity returning c.variant_id)
   select variant_id as "variantId" from lines where variant_id not in (select variant_id from taken)`,
);
const freed = statement<[ids: string[], at: Date], never>(
  'inventory.free',
  `with ${LINES_OF}, ${LOCKED}
   update stock_counters c set reserved = c.reserved - l.quantity, updated_at = $2
     from lines l join locked k on k.variant_id = l.variant_id where c.variant_id = l.variant_id`,
);
const consumed = statement<[ids: string[], at: Date, actor: string, source: string], never>(
  'inventory.consume',
  `with ${LINES_OF}, ${LOCKED},
        taken as (update stock_counters c
                     set on_hand = c.on_hand - l.quantity, reserved = c.reserved - l.quantity, updated_at = $2
                    from lines l join locked k on k.variant_id = l.variant_id
                   where c.variant_id = l.variant_id returning c.variant_id, c.on_hand, l.quantity)
   insert into stock_movements (id, variant_id, delta, reason, source_type, source_id, on_hand_after, actor_type, actor_id, at)
   select gen_random_uuid(), variant_id, -quantity, 'sold', 'reservation', $4, on_hand, 'system', $3, $2 from taken`,
);
const stateOf = statement<[id: string], { readonly state: ReservationState }>(
  'inventory.reservation_state',
  'select state from stock_reservations where id = $1 for no key update',
);
const overdue = statement<[before: Date, limit: number], { readonly id: string }>(
  'inventory.overdue_reservations',
  `select id from stock_reservations where state = 'active' and expires_at < $1 order by expires_at limit $2`,
);
const prolonged = statement<[id: string, expiresAt: Date], never>(
  'inventory.prolong_reservation',
  `update stock_reservations set expires_at = greatest(expires_at, $2) where id = $1 and state = 'active'`,
);

/**
 * What was sold stands in the stock's movements and in the order. What expired comes back when its order is paid late,
 * which no provider allows for so long.
 */
defineRetention({
  table: 'stock_reservations',
  endedAt: 'updated_at',
  where: `state in ('consumed', 'released', 'expired')`,
  keep: 'P90D',
});

@Injectable()
export class ReservationsRepository {
  /** @throws OutOfStock, and then nothing is reserved */
  async insert(tx: Tx, id: string, lines: readonly StockLine[], expiresAt: Date, at: Date): Promise<void> {
    const sorted = inLockOrder(lines);
    const variants = sorted.map((line) => line.variantId);
    const quantities = sorted.map((line) => line.quantity);
    const rows = await query(tx, reserved, [id, expiresAt, variants, quantities, at]);
    const taken = new Set(rows.map((row) => row.variantId));
    refuse(variants.filter((variant) => !taken.has(variant)));
  }

  /** Takes the stock of a reservation that had lost it. @throws OutOfStock */
  async takeAgain(tx: Tx, id: string, at: Date): Promise<void> {
    const missing = await query(tx, retaken, [[id], at]);
    refuse(missing.map((row) => row.variantId));
  }

  async free(tx: Tx, ids: readonly string[], at: Date): Promise<void> {
    await query(tx, freed, [[...ids], at]);
  }

  /** Takes what was reserved out of the stock, and notes the movements. */
  async consume(tx: Tx, id: string, actor: string, at: Date): Promise<void> {
    await query(tx, consumed, [[id], at, actor, id]);
  }

  /** `undefined` when nothing was ever reserved under the id; the row is locked. */
  async stateOf(tx: Tx, id: string): Promise<ReservationState | undefined> {
    return (await queryOne(tx, stateOf, [id]))?.state;
  }

  /** Those that were in a state the action leaves. */
  async move(
    tx: Tx,
    ids: readonly string[],
    action: 'consume' | 'release' | 'expire' | 'revive',
    actor: Actor,
    at: Date,
  ): Promise<string[]> {
    const moved = await moveAll(tx, reservationLifecycle, ids, { action, actor, at });
    return moved.map(({ id }) => id);
  }

  async overdue(tx: Tx, before: Date, limit: number): Promise<string[]> {
    return (await query(tx, overdue, [before, limit])).map(({ id }) => id);
  }

  async prolong(tx: Tx, id: string, expiresAt: Date): Promise<void> {
    await query(tx, prolonged, [id, expiresAt]);
  }
}

function refuse(variants: readonly string[]): void {
  if (variants.length === 0) return;
  throw new OutOfStock({ variants: variants.map((id) => toWire('var', id)).join(', ') });
}
