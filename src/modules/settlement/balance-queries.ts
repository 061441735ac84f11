import { Injectable } from '@nestjs/common';
import { Clock, money, toWire, type Actor, type Id } from '../../kernel/index.js';
import { MoneyView } from '../../platform/http/index.js';
import { DebtAges, type DebtRow } from '../debts/index.js';
import { Ledger, type AccountType } from '../ledger/index.js';
import { SellerHolds, type SellerHoldRow } from '../seller-holds/index.js';
import { assertSees } from './earning-queries.js';
import type { CurrencyBalanceView, DebtAgesView, MoneyBlockView, SellerBalanceView } from './earnings.dto.js';
import { PayoutReads } from './payout-reads.repository.js';

/** What a seller has, and what it owes. */
@Injectable()
export class BalanceQueries {
  constructor(
    private readonly ledger: Ledger,
    private readonly payouts: PayoutReads,
    private readonly holds: SellerHolds,
    private readonly debts: DebtAges,
    private readonly clock: Clock,
  ) {}

  /** @throws NotFound unless the caller acts for the seller or for finance */
  async run(actor: Actor, sellerId: Id<'sel'>): Promise<SellerBalanceView> {
    assertSees(actor, sellerId, 'seller');
    const found = await this.ledger.balancesOf(sellerId);
    const outstanding = await this.payouts.outstanding(sellerId);
    const debts = await this.debts.ofSeller(sellerId, this.clock.now());
    const blocks = await this.holds.activeOf(sellerId);
    const currencies = [...new Set([...found, ...outstanding, ...blocks].map(({ currency }) => currency))].sort();
    const balances = currencies.map((currency): CurrencyBalanceView => {
      const of = (account: AccountType): MoneyView =>
        view(found.find((row) => row.account === account && row.currency === currency)?.balance ?? 0, currency);
      const out = outstanding.find((row) => row.currency === currency);
      return {
        currency,
        pending: of('seller_pending'),
        available: of('seller_available'),
        reserve: of('seller_reserve'),
        held: of('seller_held'),
        blockedBy: blocks.filter((hold) => hold.currency === currency).map(blockView),
        receivable: of('seller_receivable'),
        receivableByAge: agesView(
          debts.find((debt) => debt.currency === currency),
          currency,
        ),
        inTransit: view(out?.inTransit ?? 0, currency),
        payoutSkipReason: out?.skipReason ?? null,
      };
    });
    return { sellerId: toWire('sel', sellerId), asOf: this.clock.now().toISOString(), balances };
  }
}

const view = (amount: number, currency: string): MoneyView => MoneyView.of(money(amount, currency));

const agesView = (debt: DebtRow | undefined, currency: string): DebtAgesView => ({
  upTo7Days: view(debt?.upTo7Days ?? 0, currency),
  upTo30Days: view(debt?.upTo30Days ?? 0, currency),
  upTo90Days: view(debt?.upTo90Days ?? 0, currency),
  over90Days: view(debt?.over90Days ?? 0, currency),
});

const blockView = ({ reason, currency, requested, held, createdAt, expiresAt }: SellerHoldRow): MoneyBlockView => ({
  reason,
  held: view(held, currency),
  shortfall: requested === null ? null : view(requested - held, currency),
  since: createdAt.toISOString(),
  expectedReleaseAt: expiresAt?.toISOString() ?? null,
});
