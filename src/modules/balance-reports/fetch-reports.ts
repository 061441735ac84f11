import { Injectable, Logger } from '@nestjs/common';
import { asId, Clock, DomainError, type Id } from '../../kernel/index.js';
import { UnitOfWork } from '../../platform/database/index.js';
import { NotFound } from '../../platform/http/index.js';
import { Reconciliation } from '../reconciliation/index.js';
import { BalanceReportMetrics } from './balance-reports.metrics.js';
import { DayNotOver, ReportSourceMissing, ReportsNotScheduled } from './balance-reports.errors.js';
import { lastCompleteDay } from './report-day.domain.js';
import { ReportDays, type DayRow } from './report-days.repository.js';
import { ReportSources } from './report-sources.js';

/** Days in one run; what is left has its turn in the next one. */
const AT_ONCE = 100;
const LONGEST_FAULT = 300;

/** Asks for the days that are over and takes them in, the oldest first; what could not be had is asked for again. */
@Injectable()
export class FetchReports {
  private readonly logger = new Logger('BalanceReports');

  constructor(
    private readonly uow: UnitOfWork,
    private readonly clock: Clock,
    private readonly days: ReportDays,
    private readonly sources: ReportSources,
    private readonly reconciliation: Reconciliation,
    private readonly metrics: BalanceReportMetrics,
  ) {}

  /** One account's fault keeps no other waiting, and its later days wait for the next run. */
  async run(): Promise<void> {
    const until = lastCompleteDay(this.clock.now());
    await this.uow.run((tx) => this.days.plan(tx, until));
    const failed = new Set<string>();
    for (const { accountId, day } of await this.days.due(until, AT_ONCE)) {
      if (failed.has(accountId)) continue;
      if (!(await this.attempt(asId<'rac'>(accountId), day))) failed.add(accountId);
    }
    await this.metrics.refresh();
  }

  /**
   * Of a person who wants a day now, or once more; what the account has already is not added again.
   * @throws NotFound, ReportsNotScheduled, DayNotOver
   */
  async one(accountId: Id<'rac'>, day: string): Promise<DayRow> {
    if (!(await this.reconciliation.account(accountId))) throw new NotFound({ what: 'account' });
    if (!(await this.days.schedule(accountId))) throw new ReportsNotScheduled({});
    if (day > lastCompleteDay(this.clock.now())) throw new DayNotOver({ day });
    await this.attempt(accountId, day);
    await this.metrics.refresh();
    return (await this.days.find(accountId, day)) as DayRow;
  }

  /** Whether it could be had; if not, why is noted. */
  private async attempt(accountId: Id<'rac'>, day: string): Promise<boolean> {
    try {
      const account = await this.reconciliation.account(accountId);
      const source = account && this.sources.of(account);
      if (!source) throw new ReportSourceMissing({});
      const { file, spec } = await source.fetch(day);
      const taken = await this.reconciliation.takeInto(accountId, file, spec);
      await this.days.fetched(accountId, day, taken.file.id, this.clock.now());
      return true;
    } catch (error) {
      if (!(error instanceof DomainError)) this.logger.error(error);
      const fault = error instanceof DomainError ? error.message : 'unexpected';
      await this.days.failed(accountId, day, fault.slice(0, LONGEST_FAULT), this.clock.now());
      return false;
    }
  }
}
