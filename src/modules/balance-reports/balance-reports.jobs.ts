import { Injectable } from '@nestjs/common';
import { Every } from '../../platform/messaging/index.js';
import { FetchReports } from './fetch-reports.js';

@Injectable()
export class BalanceReportJobs {
  constructor(private readonly fetch: FetchReports) {}

  /** The day before, and every one that could not be had. */
  @Every('balance-reports.fetch', { every: 'PT1H', queue: 'money' })
  hourly(_at: Date): Promise<void> {
    return this.fetch.run();
  }
}
