import { Injectable } from '@nestjs/common';
import { actsFor, type Id, type UserActor } from '../../kernel/index.js';
import { UnitOfWork } from '../../platform/database/index.js';
import type { Once } from '../../platform/http/index.js';
import { CasesRepository, type CaseRow } from './cases.repository.js';
import { CaseClaimedByOther, ConflictOfInterest } from './moderation.errors.js';
import type { CaseDecision } from './moderation.events.js';
import { ReportsRepository } from './reports.repository.js';
import { ScreeningsRepository } from './screenings.repository.js';
import type { Grounds } from './statement.domain.js';
import { WriteDecision } from './write-decision.js';

export interface ModeratorDecision {
  readonly decision: CaseDecision;
  readonly grounds?: Grounds;
}

export interface DecidedCase {
  readonly row: CaseRow;
  readonly statementId: Id<'sta'> | undefined;
}

/** A moderator decides a case. The listing follows by the published fact. */
@Injectable()
export class DecideCase {
  constructor(
    private readonly uow: UnitOfWork,
    private readonly cases: CasesRepository,
    private readonly reports: ReportsRepository,
    private readonly screenings: ScreeningsRepository,
    private readonly writeDecision: WriteDecision,
  ) {}

  /** @throws NotFound, CaseClaimedByOther, ConflictOfInterest, IllegalTransition when it is decided already */
  async run<V>(
    actor: UserActor,
    id: Id<'cas'>,
    decision: ModeratorDecision,
    once: Once,
    view: (decided: DecidedCase) => V,
  ): Promise<V> {
    const facts = await this.factsOf(id);
    return once.run(this.uow, async (tx) => {
      const found = await this.cases.lock(tx, id);
      if (found.state === 'assigned' && found.assignee !== actor.userId) throw new CaseClaimedByOther({});
      if (actsFor(actor, found.sellerId)) throw new ConflictOfInterest({});
      const statementId = await this.writeDecision.run(tx, actor, found, { ...decision, facts });
      return view({ row: await this.cases.lock(tx, id), statementId });
    });
  }

  private async factsOf(id: Id<'cas'>): Promise<string[]> {
    const found = await this.cases.find(id);
    if (!found) return [];
    const reports = await this.reports.ofCase(id);
    const screening = await this.screenings.latest(found.subjectId);
    return [
      ...new Set([...reports.map(({ reason }) => reason), ...(screening?.findings ?? []).map(({ code }) => code)]),
    ];
  }
}
