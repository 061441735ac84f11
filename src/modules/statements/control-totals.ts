import { Injectable } from '@nestjs/common';
import { money } from '../../kernel/index.js';
import { MoneyView } from '../../platform/http/index.js';
import { ControlRepository, type AmountRow, type ControlRows } from './control.repository.js';
import { endOf, month } from './period.domain.js';
import { SELLER_ACCOUNTS, type SellerAccount } from './statement-parts.domain.js';
import type { ControlAccountView, ControlTotalsView, ControlTotalView } from './statements.dto.js';

/** Proves that all sellers' statements of a month are what the ledger says that sellers have. */
@Injectable()
export class ControlTotals {
  constructor(private readonly control: ControlRepository) {}

  async run(period: string): Promise<ControlTotalsView> {
    const endsAt = endOf(month(period));
    const rows = await this.control.read(period, endsAt);
    const currencies = [...new Set(rows.ledger.map(({ currency }) => currency))].sort();
    const totals = currencies.map((currency) => totalOf(currency, rows)).filter(isUsed);
    const isProven = totals.every(
      ({ missingCount, accounts }) => missingCount === 0 && accounts.every(({ difference }) => difference.amount === 0),
    );
    return { period, endsAt: endsAt.toISOString(), isProven, currencies: totals };
  }
}

const isUsed = ({ statementCount, missingCount }: ControlTotalView): boolean => statementCount + missingCount > 0;

function totalOf(currency: string, rows: ControlRows): ControlTotalView {
  const stated = rows.stated.filter((row) => row.currency === currency);
  return {
    currency,
    statementCount: stated[0]?.statements ?? 0,
    missingCount: rows.missing.find((row) => row.currency === currency)?.missing ?? 0,
    accounts: SELLER_ACCOUNTS.map((account) => accountOf(currency, account, rows)),
  };
}

function accountOf(
  currency: string,
  account: SellerAccount,
  { stated, ledger, late }: ControlRows,
): ControlAccountView {
  const view = (amount: number): MoneyView => MoneyView.of(money(amount, currency));
  const is = (row: { readonly currency: string; readonly account: string }): boolean =>
    row.currency === currency && row.account === account;
  const amountOf = (rows: readonly AmountRow[]): number => rows.find(is)?.amount ?? 0;
  const { opening = 0, increase = 0, decrease = 0, closing = 0 } = stated.find(is) ?? {};
  const [inLedger, isLate] = [amountOf(ledger), amountOf(late)];
  return {
    account,
    opening: view(opening),
    increase: view(increase),
    decrease: view(decrease),
    closing: view(closing),
    late: view(isLate),
    ledger: view(inLedger),
    difference: view(inLedger - closing - isLate),
  };
}
