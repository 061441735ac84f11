import { allowedActions, money, toWire, type UserActor } from '../../kernel/index.js';
import { MoneyView } from '../../platform/http/index.js';
import type { DecisionRow } from './decisions.repository.js';
import type { DecisionView, FindingView, HoldView } from './holds.dto.js';
import type { HoldRow } from './holds.repository.js';
import { HoldClaimedByOther } from './risk.errors.js';
import { holdLifecycle } from './risk.lifecycle.js';
import type { RuleFinding } from './ruleset.js';

/** The hold as this analyst sees it: what another one has claimed cannot be decided. */
export function holdViewOf(hold: HoldRow, viewer: UserActor): HoldView {
  const isTaken = hold.state === 'claimed' && hold.claimedBy !== viewer.userId;
  const taken = isTaken ? HoldClaimedByOther.problem.code : undefined;
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
    allowedActions: allowedActions(holdLifecycle, hold.state, ['risk'], { release: taken, reject: taken }),
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
