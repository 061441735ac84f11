import { Injectable } from '@nestjs/common';
import { Clock, type Money } from '../../kernel/index.js';
import type { Tx } from '../../platform/database/index.js';
import { AssertNotCollected } from './assert-not-collected.js';
import { DebtAges } from './debt-ages.repository.js';
import { DebtTooYoung } from './debts.errors.js';

/** Looks, under its lock, whether a debt may be given up: not before everything else has had its time. */
@Injectable()
export class AssertOldEnough {
  constructor(
    private readonly free: AssertNotCollected,
    private readonly ages: DebtAges,
    private readonly clock: Clock,
  ) {}

  /**
   * What is being collected is the oldest part. @throws NotFound, DebtSmaller, DebtBeingCollected, DebtTooYoung when less
   * than the amount is as old as the terms ask for
   */
  async run(tx: Tx, sellerId: string, amount: Money): Promise<void> {
    const collecting = await this.free.run(tx, sellerId, amount);
    const ripe = await this.ages.ripe(tx, sellerId, amount.currency, this.clock.now());
    if (ripe.amount < amount.amount + collecting) throw new DebtTooYoung({ days: ripe.afterDays });
  }
}
