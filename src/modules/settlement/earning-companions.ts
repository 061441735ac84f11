import { Injectable } from '@nestjs/common';
import { Clock } from '../../kernel/index.js';
import type { Tx } from '../../platform/database/index.js';
import { EarningRefunds } from './earning-refunds.repository.js';

/** A seller order whose goods have arrived; minor units. */
export interface StartedEarning {
  readonly sellerOrderId: string;
  readonly orderId: string;
  readonly sellerId: string;
  readonly currency: string;
  /** The goods, after the seller's discount and what was refunded before. */
  readonly item: number;
  /** What the seller earns of it. */
  readonly net: number;
  readonly deliveredAt: Date;
}

/** Posts what else a sale means, in the transaction that starts its earning. Returns what it took of the seller's pending net. */
export type EarningCompanion = (tx: Tx, earning: StartedEarning) => Promise<number>;

/** Modules above settlement that have a part in a sale. */
@Injectable()
export class EarningCompanions {
  private readonly all: EarningCompanion[] = [];

  constructor(
    private readonly refunds: EarningRefunds,
    private readonly clock: Clock,
  ) {}

  add(companion: EarningCompanion): void {
    this.all.push(companion);
  }

  async run(tx: Tx, earning: StartedEarning): Promise<void> {
    for (const companion of this.all) {
      const taken = await companion(tx, earning);
      await this.refunds.takePending(tx, earning.sellerOrderId, taken, this.clock.now());
    }
  }
}
