import { actsFor, allowedActions, toWire, type UserActor } from '../../kernel/index.js';
import type { CaseDetailView, CaseView, DecidedCaseView, DecideCaseDto, ScreeningView } from './cases.dto.js';
import type { CaseRow } from './cases.repository.js';
import type { DecidedCase, ModeratorDecision } from './decide-case.js';
import { CaseClaimedByOther, ConflictOfInterest } from './moderation.errors.js';
import { caseLifecycle } from './moderation.lifecycle.js';
import type { ReportRow } from './reports.repository.js';
import type { ReportView } from './reports.dto.js';
import type { ScreeningRow } from './screenings.repository.js';
import { defaultClause } from './statement.domain.js';

/** The case as this moderator sees it, with what keeps the moderator from deciding it. */
export function caseViewOf(row: CaseRow, viewer: UserActor): CaseView {
  const { kind, subjectType, reason, priority, reportCount, state, version, decision } = row;
  return {
    ...{ kind, subjectType, reason, priority, reportCount, state, version, decision },
    id: toWire('cas', row.id),
    subjectId: toWire('lst', row.subjectId),
    sellerId: toWire('sel', row.sellerId),
    assignee: row.assignee && toWire('usr', row.assignee),
    leaseUntil: row.leaseUntil?.toISOString() ?? null,
    slaDueAt: row.slaDueAt.toISOString(),
    decidedAt: row.decidedAt?.toISOString() ?? null,
    openedAt: row.openedAt.toISOString(),
    allowedActions: allowedActions(caseLifecycle, state, ['moderator'], { decide: obstacleOf(row, viewer) }),
  };
}

function obstacleOf({ state, assignee, sellerId }: CaseRow, viewer: UserActor): string | undefined {
  if (state === 'assigned' && assignee !== viewer.userId) return CaseClaimedByOther.problem.code;
  return actsFor(viewer, sellerId) ? ConflictOfInterest.problem.code : undefined;
}

export function decidedViewOf({ row, statementId }: DecidedCase, viewer: UserActor): DecidedCaseView {
  return { ...caseViewOf(row, viewer), statementId: statementId ? toWire('sta', statementId) : null };
}

export function detailViewOf(
  view: CaseView,
  screening: ScreeningRow | undefined,
  reports: readonly ReportRow[],
): CaseDetailView {
  return {
    ...view,
    screening: screening ? screeningViewOf(screening) : null,
    reports: reports.map(({ id, reason, explanation, reportedAt }) => ({
      id: toWire('rep', id),
      reason,
      explanation,
      reportedAt: reportedAt.toISOString(),
    })),
  };
}

function screeningViewOf(row: ScreeningRow): ScreeningView {
  const { score, outcome, rulesetVersion, signals, found } = row;
  const snapshot = row.snapshot as Pick<ScreeningView, 'title' | 'description' | 'brandName' | 'price'>;
  return {
    ...snapshot,
    ...{ score, outcome, rulesetVersion, signals, found },
    findings: [...row.findings],
    screenedAt: row.screenedAt.toISOString(),
  };
}

export function reportViewOf({ id, subjectId, reason, explanation, reportedAt }: ReportRow): ReportView {
  const listingId = toWire('lst', subjectId);
  return { id: toWire('rep', id), listingId, reason, explanation, reportedAt: reportedAt.toISOString() };
}

/** An approval has no grounds; whatever restricts has them by validation. */
export function decisionOf({ decision, ground, explanation, clause, category }: DecideCaseDto): ModeratorDecision {
  if (decision === 'approve' || ground === undefined || explanation === undefined) return { decision };
  return { decision, grounds: { ground, explanation, clause: clause ?? defaultClause, category } };
}
