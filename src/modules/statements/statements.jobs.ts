import { Injectable } from '@nestjs/common';
import { Every } from '../../platform/messaging/index.js';
import { IssueStatements } from './issue-statements.js';

@Injectable()
export class StatementsJobs {
  constructor(private readonly issue: IssueStatements) {}

  /** Every day, so that what failed on the first of the month is made up for; the month's last events are in by then. */
  @Every('statements.issue', { every: 'P1D', at: '04:00', queue: 'money' })
  nightly(_at: Date): Promise<void> {
    return this.issue.run();
  }
}
