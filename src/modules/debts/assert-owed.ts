import { Injectable } from '@nestjs/common';
import { money, type Money } from '../../kernel/index.js';
import type { Tx } from '../../platform/database/index.js';
import { NotFound } from '../../platform/http/index.js';
import { Ledger } from '../ledger/index.js';
import { DebtAges } from './debt-ages.repository.js';
import { DebtSmaller } from './debts.errors.js';

/** Looks at a debt under its lock. */
@Injectable()
export class AssertOwed {
  constructor(
    private readonly ledger: Ledger,
    private readonly ages: DebtAges,
  ) {}

  /** What is left without the amount. @throws NotFound, DebtSmaller when less than the amount, or nothing, is owed */
  async run(tx: Tx, sellerId: string, { amount, currency }: Money): Promise<Money> {
    if (!(await this.ages.isSeller(tx, sellerId))) throw new NotFound({ what: 'seller' });
    const [debt] = await this.ledger.lock(tx, sellerId, currency, ['seller_receivable']);
    const owed = debt?.balance ?? 0;
    if (amount === 0 || owed < amount) throw new DebtSmaller({});
    return money(owed - amount, currency);
  }
}
