import { Injectable } from '@nestjs/common';
import type { Money } from '../../kernel/index.js';
import type { Tx } from '../../platform/database/index.js';
import { AssertOwed } from './assert-owed.js';
import { DebtAges } from './debt-ages.repository.js';
import { DebtBeingCollected } from './debts.errors.js';

/** Looks, under its lock, whether so much of a debt is left beside what is being collected of it. */
@Injectable()
export class AssertNotCollected {
  constructor(
    private readonly owed: AssertOwed,
    private readonly ages: DebtAges,
  ) {}

  /** What is being collected, in minor units. @throws NotFound, DebtSmaller, DebtBeingCollected */
  async run(tx: Tx, sellerId: string, amount: Money): Promise<number> {
    const left = await this.owed.run(tx, sellerId, amount);
    const collecting = await this.ages.collecting(tx, sellerId, amount.currency);
    if (left.amount < collecting) throw new DebtBeingCollected({});
    return collecting;
  }
}
