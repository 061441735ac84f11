import { money, toWire } from '../../kernel/index.js';
import { MoneyView } from '../../platform/http/index.js';
import type { OwnerBalance } from '../ledger/index.js';
import type { AffiliatePayoutRow } from './affiliate-payouts.repository.js';
import type {
  AffiliateBalanceView,
  AffiliatePayoutView,
  AffiliateTermsView,
  AffiliateView,
  ReferralView,
} from './affiliates.dto.js';
import type { AffiliateRow, TermsRow } from './affiliates.repository.js';
import type { ReferralRow } from './referrals.repository.js';

export const affiliateView = (row: AffiliateRow, balances: readonly OwnerBalance[]): AffiliateView => ({
  id: toWire('aff', row.id),
  userId: toWire('usr', row.userId),
  code: row.code,
  state: row.state,
  appliedAt: row.appliedAt.toISOString(),
  balances: balancesOf(balances),
});

function balancesOf(balances: readonly OwnerBalance[]): AffiliateBalanceView[] {
  const currencies = [...new Set(balances.map(({ currency }) => currency))].sort();
  return currencies.map((currency) => {
    const of = (account: string): MoneyView => {
      const found = balances.find((each) => each.account === account && each.currency === currency);
      return MoneyView.of(money(found?.balance ?? 0, currency));
    };
    return { currency, pending: of('affiliate_pending'), available: of('affiliate_available') };
  });
}

export const referralView = (row: ReferralRow): ReferralView => ({
  state: row.state,
  referredAt: row.referredAt.toISOString(),
  earned: row.currency === null ? null : MoneyView.of(money(row.earned, row.currency)),
  clawedBack: row.currency === null ? null : MoneyView.of(money(row.clawed, row.currency)),
  windowEndsAt: row.windowEndsAt?.toISOString() ?? null,
});

export const termsView = (row: TermsRow): AffiliateTermsView => ({
  version: row.version,
  commissionBps: row.bps,
  fundedBy: row.fundedBy,
  windowDays: row.windowDays,
  setBy: row.setBy === null ? null : toWire('usr', row.setBy),
  setAt: row.setAt.toISOString(),
});

export const affiliatePayoutView = (row: AffiliatePayoutRow): AffiliatePayoutView => ({
  id: toWire('afp', row.id),
  affiliateId: toWire('aff', row.affiliateId),
  state: row.state,
  amount: MoneyView.of(money(row.amount, row.currency)),
  createdBy: toWire('usr', row.createdBy),
  createdAt: row.createdAt.toISOString(),
  decidedBy: row.decidedBy === null ? null : toWire('usr', row.decidedBy),
  decidedAt: row.decidedAt?.toISOString() ?? null,
  bankReference: row.bankReference,
  failure: row.failure,
});
