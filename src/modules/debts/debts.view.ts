import { asId, money, toWire } from '../../kernel/index.js';
import { MoneyView } from '../../platform/http/index.js';
import type { DebtRow } from './debt.domain.js';
import type { DebtTermsView } from './debt-terms.dto.js';
import type { DebtTermsRow } from './debt-terms.repository.js';
import type { DebtView, WriteOffView } from './debts.dto.js';
import type { WriteOffRow } from './write-offs.repository.js';

export function debtView(row: DebtRow): DebtView {
  const view = (amount: number): MoneyView => MoneyView.of(money(amount, row.currency));
  return {
    sellerId: toWire('sel', row.sellerId),
    currency: row.currency,
    owed: view(row.owed),
    upTo7Days: view(row.upTo7Days),
    upTo30Days: view(row.upTo30Days),
    upTo90Days: view(row.upTo90Days),
    over90Days: view(row.over90Days),
    oldestAt: row.oldestAt.toISOString(),
  };
}

export const debtTermsView = ({ effectiveFrom, createdBy, createdAt, ...terms }: DebtTermsRow): DebtTermsView => ({
  ...terms,
  effectiveFrom: effectiveFrom.toISOString(),
  createdBy: createdBy === 'system' ? null : toWire('usr', asId<'usr'>(createdBy)),
  createdAt: createdAt.toISOString(),
});

export const writeOffView = (row: WriteOffRow): WriteOffView => ({
  id: toWire('wof', row.id),
  sellerId: toWire('sel', row.sellerId),
  state: row.state,
  amount: MoneyView.of(money(row.amount, row.currency)),
  reason: row.reason,
  proposedBy: toWire('usr', row.proposedBy),
  proposedAt: row.proposedAt.toISOString(),
  decidedBy: row.decidedBy === null ? null : toWire('usr', row.decidedBy),
  decidedAt: row.decidedAt?.toISOString() ?? null,
});
