import { Module } from '@nestjs/common';
import { ReconciliationModule } from '../reconciliation/index.js';
import { BalanceReportsController } from './balance-reports.controller.js';
import { BalanceReportJobs } from './balance-reports.jobs.js';
import { BalanceReportMetrics } from './balance-reports.metrics.js';
import { FetchReports } from './fetch-reports.js';
import { ReportDays } from './report-days.repository.js';
import { ReportQueries } from './report-queries.js';
import { ReportSources } from './report-sources.js';
import { ScheduleReports } from './schedule-reports.js';

/** Asks those who keep our money what happened to it. */
@Module({
  imports: [ReconciliationModule],
  controllers: [BalanceReportsController],
  providers: [
    BalanceReportJobs,
    BalanceReportMetrics,
    FetchReports,
    ReportDays,
    ReportQueries,
    ReportSources,
    ScheduleReports,
  ],
  exports: [ReportSources],
})
export class BalanceReportsModule {}
