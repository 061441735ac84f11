import { Injectable } from '@nestjs/common';
import { Clock, type Money } from '../../kernel/index.js';
import type { Tx } from '../../platform/database/index.js';
import { AssertOwed } from './assert-owed.js';
import { DebtAges } from './debt-ages.repository.js';
import { DebtTooYoung } from './debts.errors.js';

/** Looks, under its lock, whether a debt may be given up: not before everything else has had its time. */
@Injectable()
export class AssertOldEnough {
  constructor(
    private readonly owed: AssertOwed,
    private readonly ages: DebtAges,
    private readonly clock: Clock,
  ) {}

  /** @throws NotFound, DebtSmaller, DebtTooYoung when less than the amount is as old as the terms ask for */
  async run(tx: Tx, sellerId: string, amount: Money): Promise<void> {
    await this.owed.run(tx, sellerId, amount);
    const ripe = await this.ages.ripe(tx, sellerId, amount.currency, this.clock.now());
    if (ripe.amount < amount.amount) throw new DebtTooYoung({ days: ripe.afterDays });
  }
}
