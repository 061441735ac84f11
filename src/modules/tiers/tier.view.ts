import { allowedActions, isStaff, toWire, type Actor, type Party } from '../../kernel/index.js';
import type { ThresholdsRow } from './thresholds.repository.js';
import type { TierChangeRow } from './tier-changes.repository.js';
import { tierProposalLifecycle } from './tier-proposal.lifecycle.js';
import type { TierProposalRow } from './tier-proposals.repository.js';
import { rateBps, type TierFacts } from './tier.domain.js';
import type { TierChangeView, TierFactsView, TierProposalView, TierThresholdsView } from './tiers.dto.js';

const ROLES = ['risk', 'finance'] as const;

export const factsView = ({ sellerId: _, ...facts }: TierFacts): TierFactsView => ({
  ...facts,
  lateBps: rateBps(facts.lateOrders, facts.dueOrders),
  disputeBps: rateBps(facts.disputedOrders, facts.dueOrders),
});

export function tierProposalView(row: TierProposalRow, viewer: Actor): TierProposalView {
  const parties: Party[] = ROLES.filter((role) => isStaff(viewer, role));
  return {
    id: toWire('tpr', row.id),
    sellerId: toWire('sel', row.sellerId),
    from: row.fromTier,
    to: row.toTier,
    reasons: [...row.reasons],
    facts: factsView(row.facts),
    thresholdsVersion: row.thresholdsVersion,
    state: row.state,
    version: row.version,
    note: row.note,
    proposedAt: row.proposedAt.toISOString(),
    changedAt: row.updatedAt.toISOString(),
    allowedActions: allowedActions(tierProposalLifecycle, row.state, parties),
  };
}

export const tierChangeView = ({ from, to, reason, actorType, changedAt }: TierChangeRow): TierChangeView => ({
  from,
  to,
  reason,
  isByPerson: actorType === 'user',
  changedAt: changedAt.toISOString(),
});

export const thresholdsView = ({ createdAt, ...rules }: ThresholdsRow): TierThresholdsView => ({
  ...rules,
  createdAt: createdAt.toISOString(),
});
