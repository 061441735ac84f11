import { Injectable } from '@nestjs/common';
import type { Tx } from '../../platform/database/index.js';
import type { SellerOrder } from './seller-orders.repository.js';
import { remainderOf, takenBackOf, type TakenBack, type Wanted } from './taken-back.domain.js';
import { TakenBackRepository } from './taken-back.repository.js';

/** Counts what of a seller order goes back, and says which part of every amount goes with it. */
@Injectable()
export class TakeBack {
  constructor(private readonly counters: TakenBackRepository) {}

  /**
   * The seller order is locked; its counters have the last word. Everything that is left, unless said what.
   * @throws RefundExceedsOrder when so much is not left
   */
  async run(tx: Tx, order: SellerOrder, wanted: Wanted = remainderOf(order)): Promise<TakenBack> {
    const back = await this.partsOf(tx, order, wanted);
    await this.counters.count(tx, order.id, wanted);
    return back;
  }

  /** The same without counting it. */
  async partsOf(tx: Tx, order: SellerOrder, wanted: Wanted = remainderOf(order)): Promise<TakenBack> {
    return takenBackOf(order.lines, wanted, await this.counters.keptFees(tx, order.id));
  }
}
