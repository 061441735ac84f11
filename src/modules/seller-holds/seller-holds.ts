import { Injectable } from '@nestjs/common';
import { Clock, plus, system, type Actor, type Id } from '../../kernel/index.js';
import { newId, type Tx } from '../../platform/database/index.js';
import { Deadlines } from '../../platform/messaging/index.js';
import { EndHold, EXPIRY, type HoldEnd } from './end-hold.js';
import { FillHolds } from './fill-holds.js';
import { SellerHoldsRepository, type HoldToPlace, type SellerHoldRow } from './seller-holds.repository.js';

/** Money of sellers that is stopped for a reason. */
@Injectable()
export class SellerHolds {
  constructor(
    private readonly clock: Clock,
    private readonly holds: SellerHoldsRepository,
    private readonly fill: FillHolds,
    private readonly end: EndHold,
    private readonly deadlines: Deadlines,
  ) {}

  /** Takes what is available, at most what is asked for; the shortfall is taken from what becomes available. */
  async place(tx: Tx, hold: Omit<HoldToPlace, 'id'>): Promise<SellerHoldRow> {
    const placed = await this.holds.insert(tx, { ...hold, id: newId('shd') }, this.clock.now());
    await this.fill.run(tx, hold.sellerId, hold.currency, hold.actor);
    if (hold.expiresAt) await this.deadlines.set(tx, EXPIRY, placed.id, hold.expiresAt);
    return (await this.holds.lock(tx, placed.id)) as SellerHoldRow;
  }

  /** What holds still lack is taken from what is available now. Returns how much, in minor units. */
  topUp(tx: Tx, sellerId: string, currency: string): Promise<number> {
    return this.fill.run(tx, sellerId, currency, system('seller-holds'));
  }

  /** The hold of a claim, locked; `undefined` when there is none. */
  ofChargeback(tx: Tx, sourceId: string): Promise<SellerHoldRow | undefined> {
    return this.holds.lockOfSource(tx, 'chargeback', sourceId);
  }

  /** What is held for a sale, oldest first; locked. */
  ofSellerOrder(tx: Tx, sellerOrderId: string, currency: string): Promise<SellerHoldRow[]> {
    return this.holds.ofSellerOrder(tx, sellerOrderId, currency);
  }

  /** A locked hold asks for another amount, in minor units: it takes more as it can, or gives back what is too much. */
  async resize(tx: Tx, hold: SellerHoldRow, requested: number, actor: Actor): Promise<void> {
    if (hold.state !== 'active' || hold.requested === requested) return;
    if (requested === 0) return this.end.run(tx, hold, { used: 0, actor, reason: hold.reason });
    await this.holds.resize(tx, hold.id, requested, this.clock.now());
    if (hold.held > requested) await this.end.giveBack(tx, hold, hold.held - requested, actor);
    else await this.fill.run(tx, hold.sellerId, hold.currency, actor);
  }

  /**
   * A refund of the sale takes an amount, in minor units, out of its locked holds, the oldest first; the caller posts
   * where it goes. What their claims lack now is taken from what becomes available.
   */
  async draw(tx: Tx, holds: readonly SellerHoldRow[], amount: number): Promise<void> {
    let left = amount;
    const parts = holds.map(({ id, held }): [string, number] => {
      const part = Math.min(left, held);
      left -= part;
      return [id, part];
    });
    await this.holds.draw(tx, new Map(parts.filter(([, part]) => part > 0)), this.clock.now());
  }

  /** Ends a locked hold; what was not used of it is available again. @throws IllegalTransition when it has ended */
  release(tx: Tx, hold: SellerHoldRow, end: HoldEnd): Promise<void> {
    return this.end.run(tx, hold, end);
  }

  /** How many have lasted for four fifths of what the law allows, or longer. */
  nearCapCount(): Promise<number> {
    return this.holds.nearCount(this.clock.now());
  }

  /** The latest that a hold placed now may last, by the law of the seller's country. */
  async latest(tx: Tx, sellerId: string): Promise<Date> {
    return plus(this.clock.now(), `P${await this.holds.capDays(tx, sellerId)}D`);
  }

  /** What stops a seller's money now, oldest first. */
  activeOf(sellerId: Id<'sel'>): Promise<SellerHoldRow[]> {
    return this.holds.active(sellerId);
  }
}
