import { Injectable } from '@nestjs/common';
import { actorRef, type Actor, type Id } from '../../kernel/index.js';
import { Db, query, queryOne, statement, violatedConstraint, type Tx } from '../../platform/database/index.js';
import { StockTooHigh, StockTooLow } from './inventory.errors.js';
import { inLockOrder, type AdjustmentReason, type MovementReason, type Stock, type StockLine } from './stock.domain.js';

export interface StockRow extends Stock {
  readonly updatedAt: Date;
}

export interface MovementRow {
  readonly id: Id<'adj'>;
  readonly variantId: Id<'var'>;
  readonly delta: number;
  readonly reason: MovementReason;
  readonly note: string | null;
  readonly onHandAfter: number;
  readonly actorType: string;
  readonly at: Date;
}

export interface Adjustment {
  readonly id: Id<'adj'>;
  readonly variantId: Id<'var'>;
  readonly listingId: Id<'lst'>;
  readonly sellerId: Id<'sel'>;
  readonly delta: number;
  readonly reason: AdjustmentReason;
  readonly note: string | null;
  readonly actor: Actor;
  readonly at: Date;
}

const MOVEMENT = `id, variant_id as "variantId", delta, reason, note, on_hand_after as "onHandAfter",
  actor_type as "actorType", at`;

const opened = statement<[variant: string, listing: string, seller: string, at: Date], never>(
  'inventory.open_counter',
  `insert into stock_counters (variant_id, listing_id, seller_id, on_hand, updated_at) values ($1, $2, $3, 0, $4)
   on conflict (variant_id) do nothing`,
);
const adjusted = statement<[string, string, number, string, string | null, string, string, Date], MovementRow>(
  'inventory.adjust',
  `with counter as (update stock_counters set on_hand = on_hand + $3::int, updated_at = $8::timestamptz
                     where variant_id = $2::uuid returning on_hand)
   insert into stock_movements (id, variant_id, delta, reason, note, source_type, source_id, on_hand_after,
                                actor_type, actor_id, at)
   select $1::uuid, $2::uuid, $3::int, $4, $5, 'adjustment', $1::uuid::text, on_hand, $6, $7, $8::timestamptz
     from counter returning ${MOVEMENT}`,
);
const restocked = statement<
  [variants: string[], quantities: number[], source: string, note: string, at: Date, actor: string],
  never
>(
  'inventory.restock',
  `with lines as (select * from unnest($1::uuid[], $2::int[]) as l(variant_id, quantity)),
        locked as (select c.variant_id, c.on_hand from stock_counters c join lines l on l.variant_id = c.variant_id
                    order by c.variant_id for no key update of c),
        noted as (insert into stock_movements (id, variant_id, delta, reason, note, source_type, source_id,
                                               on_hand_after, actor_type, actor_id, at)
                    select gen_random_uuid(), l.variant_id, l.quantity, 'restocked', $4, 'seller_order', $3,
                           k.on_hand + l.quantity, 'system', $6, $5
                      from lines l join locked k on k.variant_id = l.variant_id
                    on conflict (source_type, source_id, variant_id) do nothing returning variant_id, delta)
   update stock_counters c set on_hand = c.on_hand + n.delta, updated_at = $5 from noted n
    where c.variant_id = n.variant_id`,
);
const stock = statement<[ids: readonly string[]], StockRow>(
  'inventory.stock',
  `select variant_id as "variantId", on_hand as "onHand", reserved, updated_at as "updatedAt" from stock_counters
    where variant_id = any($1::uuid[])`,
);
const movements = statement<[variant: string, at: Date | null, id: string | null, limit: number], MovementRow>(
  'inventory.movements',
  `select ${MOVEMENT} from stock_movements
    where variant_id = $1 and ($2::timestamptz is null or (at, id) < ($2, $3::uuid))
    order by at desc, id desc limit $4`,
);

const MOST_ON_HAND = 1_000_000_000;

function refusalOf(error: unknown, delta: number): unknown {
  switch (violatedConstraint(error)) {
    case 'stock_counters_on_hand_not_negative':
    case 'stock_counters_reserved_on_hand':
      return new StockTooLow({ delta });
    case 'stock_counters_on_hand_bounded':
      return new StockTooHigh({ most: MOST_ON_HAND });
    default:
      return error;
  }
}

@Injectable()
export class StockRepository {
  constructor(private readonly db: Db) {}

  /** Changes what is on hand. @throws StockTooLow when less would be left than is reserved, StockTooHigh */
  async adjust(tx: Tx, adjustment: Adjustment): Promise<MovementRow> {
    const { id, variantId, listingId, sellerId, delta, reason, note, actor, at } = adjustment;
    const by = actorRef(actor);
    await query(tx, opened, [variantId, listingId, sellerId, at]);
    const row = await queryOne(tx, adjusted, [id, variantId, delta, reason, note, by.type, by.id, at]).catch(
      (error: unknown) => {
        throw refusalOf(error, delta);
      },
    );
    return row as MovementRow;
  }

  /** Puts units back, once per seller order and variant. */
  async restock(tx: Tx, sellerOrderId: string, lines: readonly StockLine[], note: string, at: Date): Promise<void> {
    const sorted = inLockOrder(lines);
    const variants = sorted.map((line) => line.variantId);
    const quantities = sorted.map((line) => line.quantity);
    await query(tx, restocked, [variants, quantities, sellerOrderId, note, at, 'orders']);
  }

  /** Variants that never had stock are left out. */
  stockIn(tx: Tx, variantIds: readonly string[]): Promise<StockRow[]> {
    return query(tx, stock, [variantIds]);
  }

  async stockOf(variantId: string): Promise<StockRow | undefined> {
    return this.db.queryOne(stock, [[variantId]]);
  }

  /** Newest first, after the given position. */
  movements(
    variantId: string,
    after: readonly [at: string, id: string] | undefined,
    limit: number,
  ): Promise<MovementRow[]> {
    const [at, id] = after ?? [];
    return this.db.query(movements, [variantId, at ? new Date(at) : null, id ?? null, limit]);
  }
}
