import { Injectable } from '@nestjs/common';
import { Clock, money, type Actor } from '../../kernel/index.js';
import type { Tx } from '../../platform/database/index.js';
import { Ledger, recoveredByReversalJournal } from '../ledger/index.js';
import { SellerHolds } from '../seller-holds/index.js';
import { PayoutProviders } from '../settlement/index.js';
import type { DebtCollectionRow } from './debt-collections.repository.js';

/** N2 into the balance that the payout left. */
@Injectable()
export class BookCollection {
  constructor(
    private readonly clock: Clock,
    private readonly ledger: Ledger,
    private readonly holds: SellerHolds,
    private readonly providers: PayoutProviders,
  ) {}

  /**
   * What the debt was paid off with while this was on its way is the seller's: it becomes available, for holds first.
   * How much that is, in minor units.
   */
  async run(tx: Tx, row: DebtCollectionRow, actor: Actor): Promise<number> {
    const { id, sellerId, payoutId, provider, currency, amount } = row;
    const locked = await this.ledger.lock(tx, sellerId, currency, ['seller_available', 'seller_receivable']);
    const owed = locked.find(({ account }) => account === 'seller_receivable')?.balance ?? 0;
    const refs = { sellerId, payoutId };
    const at = { effectiveAt: this.clock.now(), actor, refs, places: { psp: provider } };
    const amounts = { amount: money(amount, currency), owed: money(owed, currency) };
    const { fund } = this.providers.of(provider);
    await this.ledger.post(tx, recoveredByReversalJournal(id, sellerId, amounts, at, fund));
    const surplus = Math.max(amount - owed, 0);
    if (surplus > 0) await this.holds.topUp(tx, sellerId, currency);
    return surplus;
  }
}
