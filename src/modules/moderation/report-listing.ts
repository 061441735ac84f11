import { Injectable } from '@nestjs/common';
import { asId, Clock, type Id, type UserActor } from '../../kernel/index.js';
import { newId, UnitOfWork } from '../../platform/database/index.js';
import { NotFound, type Once } from '../../platform/http/index.js';
import { CasesRepository } from './cases.repository.js';
import { OpenCase } from './open-case.js';
import { ReportsRepository, type ReportRow } from './reports.repository.js';
import { ScreeningsRepository } from './screenings.repository.js';

/** A first report is as urgent as a listing of the sample band; each further one counts a little more. */
const FIRST_PRIORITY = 45;
const STEP = 5;

/** A buyer says that something is wrong with a listing: one case per listing and reason, one report per person. */
@Injectable()
export class ReportListing {
  constructor(
    private readonly uow: UnitOfWork,
    private readonly clock: Clock,
    private readonly openCase: OpenCase,
    private readonly cases: CasesRepository,
    private readonly reports: ReportsRepository,
    private readonly screenings: ScreeningsRepository,
  ) {}

  /** @throws NotFound for a listing that was never offered, as if there were none; AlreadyReported */
  run<V>(
    actor: UserActor,
    subjectId: Id<'lst'>,
    said: { readonly reason: string; readonly explanation: string | null },
    once: Once,
    view: (report: ReportRow) => V,
  ): Promise<V> {
    return once.run(this.uow, async (tx) => {
      const sellerId = await this.screenings.sellerOfOffered(tx, subjectId);
      if (sellerId === undefined) throw new NotFound({ what: 'listing' });
      const subject = { subjectType: 'listing', subjectId, sellerId: asId<'sel'>(sellerId) } as const;
      const { reason } = said;
      const caseId = await this.openCase.run(tx, { kind: 'report', ...subject, reason, priority: FIRST_PRIORITY });
      const ids = { id: newId('rep'), caseId, subjectType: 'listing', subjectId, reporterId: actor.userId } as const;
      const report = { ...ids, ...said, reportedAt: this.clock.now() };
      await this.reports.insert(tx, report);
      await this.cases.countReport(tx, caseId, STEP);
      return view(report);
    });
  }
}
