import { Injectable } from '@nestjs/common';
import { Gauge } from 'prom-client';
import { Metrics } from '../../platform/observability/index.js';
import { ReportDays } from './report-days.repository.js';

/** What wakes somebody up; as of the last run. */
@Injectable()
export class BalanceReportMetrics {
  private readonly waiting: Gauge;

  constructor(
    private readonly days: ReportDays,
    { registry }: Metrics,
  ) {
    this.waiting = new Gauge({
      name: 'souk_balance_report_days_waiting',
      help: 'Days that are over and whose report could not be had',
      registers: [registry],
    });
  }

  async refresh(): Promise<void> {
    this.waiting.set(await this.days.waiting());
  }
}
