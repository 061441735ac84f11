import { Injectable } from '@nestjs/common';
import { Clock, plus, type Id } from '../../kernel/index.js';
import { query, queryOne, statement, type Tx } from '../../platform/database/index.js';
import { Deadlines } from '../../platform/messaging/index.js';
import { latest } from './seller-order.domain.js';
import { DEADLINES, WINDOWS } from './seller-order.lifecycle.js';
import { SellerOrdersRepository } from './seller-orders.repository.js';

/** A claim about a seller order, in the words of the module that keeps it. */
export interface StopSource {
  readonly type: string;
  readonly id: string;
}

const open = statement<[id: string, type: string, source: string, at: Date], never>(
  'orders.open-stop',
  `insert into seller_order_stops (seller_order_id, source_type, source_id, opened_at) values ($1, $2, $3, $4)
   on conflict do nothing`,
);

const close = statement<[id: string, type: string, source: string, at: Date], { id: string }>(
  'orders.close-stop',
  `update seller_order_stops set closed_at = greatest($4, opened_at)
    where seller_order_id = $1 and source_type = $2 and source_id = $3 and closed_at is null
   returning seller_order_id as id`,
);

const some = statement<[id: string], { isStopped: boolean }>(
  'orders.is-stopped',
  `select exists (select from seller_order_stops where seller_order_id = $1 and closed_at is null) as "isStopped"`,
);

/** While a claim about a seller order is open, silence confirms and completes nothing. The seller order is locked. */
@Injectable()
export class OrderStops {
  constructor(
    private readonly clock: Clock,
    private readonly sellerOrders: SellerOrdersRepository,
    private readonly deadlines: Deadlines,
  ) {}

  /** Does nothing the second time. */
  async stop(tx: Tx, id: Id<'sor'>, { type, id: source }: StopSource): Promise<void> {
    await query(tx, open, [id, type, source, this.clock.now()]);
  }

  /** The end of the last one lets time pass again, from now at the earliest. */
  async resume(tx: Tx, id: Id<'sor'>, { type, id: source }: StopSource): Promise<void> {
    const now = this.clock.now();
    const closed = await queryOne(tx, close, [id, type, source, now]);
    if (!closed || (await this.isStopped(tx, id))) return;
    const order = await this.sellerOrders.findIn(tx, id);
    if (!order?.deliveredAt) return;
    const after = (window: string): Date => latest(now, plus(order.deliveredAt ?? now, window));
    if (order.state === 'delivered')
      await this.deadlines.set(tx, DEADLINES.confirmation, id, after(WINDOWS.confirmation));
    if (order.state === 'confirmed') await this.deadlines.set(tx, DEADLINES.completion, id, after(WINDOWS.returns));
  }

  async isStopped(tx: Tx, id: Id<'sor'>): Promise<boolean> {
    return (await queryOne(tx, some, [id]))?.isStopped === true;
  }
}
