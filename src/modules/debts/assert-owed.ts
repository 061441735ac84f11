import { Injectable } from '@nestjs/common';
import { money, type Money } from '../../kernel/index.js';
import type { Tx } from '../../platform/database/index.js';
import { Ledger } from '../ledger/index.js';
import { DebtSmaller } from './debts.errors.js';

/** Looks at a debt under its lock. */
@Injectable()
export class AssertOwed {
  constructor(private readonly ledger: Ledger) {}

  /** What is left without the amount. @throws DebtSmaller when less than the amount, or nothing, is meant */
  async run(tx: Tx, sellerId: string, { amount, currency }: Money): Promise<Money> {
    const [debt] = await this.ledger.lock(tx, sellerId, currency, ['seller_receivable']);
    const owed = debt?.balance ?? 0;
    if (amount === 0 || owed < amount) throw new DebtSmaller({});
    return money(owed - amount, currency);
  }
}
