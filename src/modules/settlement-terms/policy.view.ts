import { money, toWire } from '../../kernel/index.js';
import { MoneyView } from '../../platform/http/index.js';
import type { PolicyRow } from './policies.repository.js';
import type { SettlementPolicyView } from './settlement-policies.dto.js';

export const policyView = (row: PolicyRow): SettlementPolicyView => ({
  id: toWire('stp', row.id),
  tier: row.tier,
  version: row.version,
  state: stateOf(row),
  holdDays: row.holdDays,
  confirmedHoldDays: row.confirmedHoldDays,
  reserveBps: row.reserveBps,
  reserveDays: row.reserveDays,
  payoutCadence: row.payoutCadence,
  manualFirstPayout: row.manualFirstPayout,
  payoutCaps: Object.entries(row.payoutCaps)
    .sort(([a], [b]) => a.localeCompare(b))
    .map(([currency, amount]) => MoneyView.of(money(amount, currency))),
  instantPayouts: row.instantPayouts,
  note: row.note,
  proposedAt: row.proposedAt.toISOString(),
  approvedAt: row.approvedAt?.toISOString() ?? null,
  declinedAt: row.declinedAt?.toISOString() ?? null,
});

function stateOf({ isInForce, approvedAt, declinedAt }: PolicyRow): SettlementPolicyView['state'] {
  if (isInForce) return 'in_force';
  if (approvedAt) return 'superseded';
  return declinedAt ? 'declined' : 'proposed';
}
