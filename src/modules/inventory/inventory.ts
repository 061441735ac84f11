import { Injectable } from '@nestjs/common';
import { Clock, system } from '../../kernel/index.js';
import type { Tx } from '../../platform/database/index.js';
import { ReservationEnded } from './inventory.errors.js';
import { ReservationsRepository } from './reservations.repository.js';
import type { StockLine } from './stock.domain.js';
import { StockRepository } from './stock.repository.js';

const ORDER_PROCESS = 'orders';
const ORDERS = system(ORDER_PROCESS);

export interface ReservationRequest {
  /** The id of the order. */
  readonly reservationId: string;
  readonly lines: readonly StockLine[];
  readonly expiresAt: Date;
}

/** How many units there are, and for whom they are kept. */
@Injectable()
export class Inventory {
  constructor(
    private readonly reservations: ReservationsRepository,
    private readonly stock: StockRepository,
    private readonly clock: Clock,
  ) {}

  /**
   * Keeps all lines for an order, or none. One statement; call it last before the commit, because many shoppers wait
   * for the same rows. @throws OutOfStock
   */
  async reserve(tx: Tx, { reservationId, lines, expiresAt }: ReservationRequest): Promise<void> {
    await this.reservations.insert(tx, reservationId, lines, expiresAt, this.clock.now());
  }

  /** Keeps a reservation that is still active at least until then. */
  async extend(tx: Tx, reservationId: string, expiresAt: Date): Promise<void> {
    await this.reservations.prolong(tx, reservationId, expiresAt);
  }

  /**
   * Takes what is reserved out of the stock: it is sold. A second call changes nothing; a reservation that expired is
   * sold as long as the units are there.
   * @throws OutOfStock, ReservationEnded
   */
  async commit(tx: Tx, reservationId: string): Promise<void> {
    const at = this.clock.now();
    const revived = await this.reservations.move(tx, [reservationId], 'revive', ORDERS, at);
    if (revived.length > 0) await this.reservations.takeAgain(tx, reservationId, at);
    const moved = await this.reservations.move(tx, [reservationId], 'consume', ORDERS, at);
    if (moved.length > 0) return this.reservations.consume(tx, reservationId, ORDER_PROCESS, at);
    const state = await this.reservations.stateOf(tx, reservationId);
    if (state !== 'consumed') throw new ReservationEnded({ state: state ?? 'unknown' });
  }

  /** Gives back what is reserved. What has ended stays as it is. */
  async release(tx: Tx, reservationId: string): Promise<void> {
    const at = this.clock.now();
    const moved = await this.reservations.move(tx, [reservationId], 'release', ORDERS, at);
    if (moved.length > 0) await this.reservations.free(tx, moved, at);
  }

  /** Puts sold units of a seller order back on the shelf, once per variant. */
  async restock(
    tx: Tx,
    request: { readonly sellerOrderId: string; readonly lines: readonly StockLine[]; readonly reason: string },
  ): Promise<void> {
    await this.stock.restock(tx, request.sellerOrderId, request.lines, request.reason, this.clock.now());
  }

  /** Units that can be bought now; 0 for a variant without stock. */
  async availableOf(tx: Tx, variantIds: readonly string[]): Promise<ReadonlyMap<string, number>> {
    const rows = await this.stock.stockIn(tx, variantIds);
    const known = new Map<string, number>(rows.map((row) => [row.variantId, row.onHand - row.reserved]));
    return new Map(variantIds.map((id) => [id, known.get(id) ?? 0]));
  }
}
