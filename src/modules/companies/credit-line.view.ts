import { allowedActions, isStaff, money, toWire, type Actor } from '../../kernel/index.js';
import { MoneyView } from '../../platform/http/index.js';
import { creditLineLifecycle } from './credit-line.lifecycle.js';
import type { CreditLineVersionView, CreditLineView } from './credit-lines.dto.js';
import type { CreditLineRow, CreditLineVersionRow } from './credit-lines.repository.js';

export function creditLineView(row: CreditLineRow, actor: Actor): CreditLineView {
  const view = (amount: number): MoneyView => MoneyView.of(money(amount, row.currency));
  return {
    id: toWire('crl', row.id),
    companyId: toWire('cmp', row.companyId),
    currency: row.currency,
    state: row.state,
    version: row.version,
    limit: view(row.limit),
    used: view(row.used),
    available: view(row.state === 'active' ? Math.max(0, row.limit - row.used) : 0),
    termDays: row.termDays,
    financed: row.isFinanced,
    legalEntity: row.legalEntity,
    updatedAt: row.updatedAt.toISOString(),
    allowedActions: allowedActions(creditLineLifecycle, row.state, isStaff(actor, 'finance') ? ['finance'] : ['buyer']),
  };
}

export const creditLineVersionView = (row: CreditLineVersionRow): CreditLineVersionView => ({
  version: row.version,
  state: row.state,
  limit: MoneyView.of(money(row.limit, row.currency)),
  termDays: row.termDays,
  financed: row.isFinanced,
  legalEntity: row.legalEntity,
  reason: row.reason,
  by: row.by,
  changedAt: row.changedAt.toISOString(),
});
