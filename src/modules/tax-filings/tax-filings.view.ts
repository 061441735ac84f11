import { money, toWire } from '../../kernel/index.js';
import { MoneyView } from '../../platform/http/index.js';
import type { TaxFilingView, TaxPeriodView } from './tax-filings.dto.js';
import type { TaxFilingRow } from './tax-filings.repository.js';
import type { TaxTurnover } from './tax-turnover.repository.js';

const view = (amount: number, currency: string): MoneyView => MoneyView.of(money(amount, currency));

export const taxFilingView = (row: TaxFilingRow): TaxFilingView => ({
  id: toWire('txf', row.id),
  state: row.state,
  period: row.period,
  reference: row.reference,
  collected: view(row.collected, row.currency),
  returned: view(row.returned, row.currency),
  amount: view(row.amount, row.currency),
  recordedBy: toWire('usr', row.recordedBy),
  recordedAt: row.recordedAt.toISOString(),
  paidBy: row.paidBy === null ? null : toWire('usr', row.paidBy),
  paidAt: row.paidAt?.toISOString() ?? null,
  bankReference: row.bankReference,
});

export const taxPeriodView = ({ currency, collected, returned, remitted }: TaxTurnover): TaxPeriodView => ({
  currency,
  collected: view(collected, currency),
  returned: view(returned, currency),
  payable: view(collected - returned, currency),
  remitted: view(remitted, currency),
});
