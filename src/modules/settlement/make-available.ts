import { Injectable } from '@nestjs/common';
import { Clock, money, system } from '../../kernel/index.js';
import type { Tx } from '../../platform/database/index.js';
import { Ledger, recoveredJournal, type Journal, type Posted } from '../ledger/index.js';
import { SellerHolds } from '../seller-holds/index.js';
import type { SellerCurrency } from './payouts.repository.js';

/** Posts what makes money of one seller available, and takes from it at once what the seller owes and what holds lack. */
@Injectable()
export class MakeAvailable {
  constructor(
    private readonly ledger: Ledger,
    private readonly clock: Clock,
    private readonly holds: SellerHolds,
  ) {}

  async run(tx: Tx, of: SellerCurrency, journals: readonly Journal[]): Promise<Posted[]> {
    const [first] = journals;
    const posted = await this.ledger.postAll(tx, journals);
    if (!first) return posted;
    await this.recover(tx, of, `${first.source.type}:${first.source.id}`);
    await this.holds.topUp(tx, of.sellerId, of.currency);
    return posted;
  }

  private async recover(tx: Tx, { sellerId, currency }: SellerCurrency, occasion: string): Promise<void> {
    const locked = await this.ledger.lock(tx, sellerId, currency, ['seller_available', 'seller_receivable']);
    const owed = locked.find(({ account }) => account === 'seller_receivable')?.balance ?? 0;
    const available = locked.find(({ account }) => account === 'seller_available')?.balance ?? 0;
    const amount = money(Math.min(owed, available), currency);
    if (amount.amount === 0) return;
    const at = { effectiveAt: this.clock.now(), actor: system('settlement'), refs: { sellerId } };
    await this.ledger.post(tx, recoveredJournal(sellerId, occasion, amount, at));
  }
}
