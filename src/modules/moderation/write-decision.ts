import { Injectable } from '@nestjs/common';
import { Clock, type Actor, type Id } from '../../kernel/index.js';
import { moveOne, newId, type Tx } from '../../platform/database/index.js';
import { Deadlines, Outbox } from '../../platform/messaging/index.js';
import { CasesRepository, type CaseRow } from './cases.repository.js';
import { caseDecided, type CaseDecision } from './moderation.events.js';
import { caseLifecycle } from './moderation.lifecycle.js';
import { ScreeningsRepository } from './screenings.repository.js';
import { REDRESS, sourceOf, type Grounds } from './statement.domain.js';
import { StatementsRepository } from './statements.repository.js';

export const LEASE_DEADLINE = 'moderation.case-lease';

export interface Verdict {
  readonly decision: CaseDecision;
  /** Needed for every decision that restricts. */
  readonly grounds?: Grounds;
  readonly facts: readonly string[];
}

/** Writes a decision: the case, the statement of reasons where it restricts, and the published fact. */
@Injectable()
export class WriteDecision {
  constructor(
    private readonly clock: Clock,
    private readonly cases: CasesRepository,
    private readonly statements: StatementsRepository,
    private readonly screenings: ScreeningsRepository,
    private readonly outbox: Outbox,
    private readonly deadlines: Deadlines,
  ) {}

  /** @throws IllegalTransition when the case is decided already */
  async run(tx: Tx, actor: Actor, decided: CaseRow, verdict: Verdict): Promise<Id<'sta'> | undefined> {
    const at = this.clock.now();
    const { id: caseId, subjectType, subjectId, sellerId } = decided;
    const { decision, grounds } = verdict;
    await this.cases.decide(tx, caseId, decision, at);
    await moveOne(tx, caseLifecycle, caseId, { action: 'decide', actor, at, reason: grounds?.explanation });
    await this.deadlines.cancel(tx, LEASE_DEADLINE, caseId);
    await this.screenings.markText(tx, subjectId, decision === 'remove' ? 'removed' : 'live', at);
    const statementId = grounds && (await this.state(tx, actor, decided, { ...verdict, grounds }));
    const payload = { caseId, subjectType, subjectId, decision, statementId };
    await this.outbox.publish(tx, caseDecided, { subjectId: caseId, sellerId, payload });
    return statementId;
  }

  private async state(
    tx: Tx,
    actor: Actor,
    { id: caseId, kind, sellerId, subjectType, subjectId }: CaseRow,
    { decision, grounds, facts }: Verdict & { readonly grounds: Grounds },
  ): Promise<Id<'sta'>> {
    const id = newId('sta');
    const now = this.clock.now();
    await this.statements.insert(tx, {
      ...{ id, caseId, sellerId, subjectType, subjectId, facts, ...grounds },
      decisionVisibility: decision === 'remove' ? 'removal' : 'disabled',
      source: sourceOf(kind),
      contentType: 'product',
      territorialScope: 'all',
      automatedDetection: kind === 'screening' || kind === 'sample',
      automatedDecision: actor.kind === 'system' ? 'fully' : 'no',
      redress: REDRESS,
      startsAt: now,
      endsAt: null,
      issuedAt: now,
    });
    return id;
  }
}
