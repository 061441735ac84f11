import { money, toWire } from '../../kernel/index.js';
import { MoneyView } from '../../platform/http/index.js';
import type { PayoutTermsView } from './payout-terms.dto.js';
import type { PayoutTermsRow } from './payout-terms.repository.js';

export function payoutTermsView(row: PayoutTermsRow): PayoutTermsView {
  const { currency, version, note } = row;
  const of = (amount: number): MoneyView => MoneyView.of(money(amount, currency));
  return {
    id: toWire('pyt', row.id),
    currency,
    version,
    state: stateOf(row),
    minimum: of(row.minimum),
    retained: of(row.retained),
    automaticUpTo: of(row.automaticUpTo),
    alarmFloor: of(row.alarmFloor),
    note,
    proposedAt: row.proposedAt.toISOString(),
    approvedAt: row.approvedAt?.toISOString() ?? null,
    declinedAt: row.declinedAt?.toISOString() ?? null,
  };
}

function stateOf({ isInForce, approvedAt, declinedAt }: PayoutTermsRow): PayoutTermsView['state'] {
  if (isInForce) return 'in_force';
  if (approvedAt) return 'superseded';
  return declinedAt ? 'declined' : 'proposed';
}
