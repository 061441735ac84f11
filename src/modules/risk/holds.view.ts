import { allowedActions, money, toWire } from '../../kernel/index.js';
import { MoneyView } from '../../platform/http/index.js';
import type { DecisionRow } from './decisions.repository.js';
import type { DecisionView, FindingView, HoldView } from './holds.dto.js';
import type { HoldRow } from './holds.repository.js';
import { holdLifecycle } from './risk.lifecycle.js';
import type { RuleFinding } from './ruleset.domain.js';

export function holdViewOf(hold: HoldRow): HoldView {
  return {
    id: toWire('hld', hold.id),
    decisionId: toWire('dec', hold.decisionId),
    paymentId: toWire('pay', hold.objectId),
    orderId: toWire('ord', hold.orderId),
    buyerId: toWire('usr', hold.buyerId),
    amount: MoneyView.of(money(hold.amount, hold.currency)),
    score: hold.score,
    state: hold.state,
    version: hold.version,
    claimedBy: hold.claimedBy && toWire('usr', hold.claimedBy),
    leaseUntil: hold.leaseUntil?.toISOString() ?? null,
    slaDueAt: hold.slaDueAt.toISOString(),
    reviewBy: hold.reviewBy.toISOString(),
    deadlineOutcome: hold.deadlineOutcome,
    reason: hold.reason,
    openedAt: hold.openedAt.toISOString(),
    allowedActions: allowedActions(holdLifecycle, hold.state, ['risk']),
  };
}

export function decisionViewOf(row: DecisionRow): DecisionView {
  const { event, rulesetVersion, featureSchemaVersion, features, score, band, outcome, latencyUs } = row;
  return {
    id: toWire('dec', row.id),
    orderId: toWire('ord', row.orderId),
    buyerId: toWire('usr', row.buyerId),
    ...{ event, rulesetVersion, featureSchemaVersion, features, score, band, outcome, latencyUs },
    reasons: row.reasons.map(findingViewOf),
    shadow: row.shadow.map(findingViewOf),
    decidedAt: row.decidedAt.toISOString(),
  };
}

const findingViewOf = (finding: RuleFinding): FindingView => ({ ...finding, ruleId: toWire('rul', finding.ruleId) });
