import { Injectable } from '@nestjs/common';
import { Clock, type Id, type UserActor } from '../../kernel/index.js';
import { UnitOfWork } from '../../platform/database/index.js';
import { NotFound } from '../../platform/http/index.js';
import { Reconciliation } from '../reconciliation/index.js';
import type { ReportScheduleDto, ReportScheduleView } from './balance-reports.dto.js';
import { ReportSourceMissing } from './balance-reports.errors.js';
import { scheduleView } from './balance-reports.view.js';
import { ReportDays } from './report-days.repository.js';
import { ReportSources } from './report-sources.js';

/** Finance says that an account's provider is asked every day, or that it is not any more. */
@Injectable()
export class ScheduleReports {
  constructor(
    private readonly uow: UnitOfWork,
    private readonly clock: Clock,
    private readonly days: ReportDays,
    private readonly sources: ReportSources,
    private readonly reconciliation: Reconciliation,
  ) {}

  /** @throws NotFound, ReportSourceMissing */
  async run(actor: UserActor, accountId: Id<'rac'>, { isOn, since }: ReportScheduleDto): Promise<ReportScheduleView> {
    const account = await this.reconciliation.account(accountId);
    if (!account) throw new NotFound({ what: 'account' });
    if (!this.sources.of(account)) throw new ReportSourceMissing({});
    const at = this.clock.now();
    const first = since ?? at.toISOString().slice(0, 10);
    const wanted = { accountId, since: first, isOn };
    return scheduleView(await this.uow.run((tx) => this.days.put(tx, wanted, actor.userId, at)));
  }
}
