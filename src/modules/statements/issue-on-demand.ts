import { Injectable } from '@nestjs/common';
import { Clock, type Id } from '../../kernel/index.js';
import { UnitOfWork } from '../../platform/database/index.js';
import type { Once } from '../../platform/http/index.js';
import { IssueStatements } from './issue-statements.js';
import { lastEnded, month } from './period.domain.js';
import { StatementQueries } from './statement-queries.js';
import { StatementReads } from './statement-reads.repository.js';
import { MonthNotOver, NothingToState } from './statements.errors.js';
import type { SellerStatementDetailView } from './statements.dto.js';

/** Finance asks for the statement of a month that is over before its job comes, or after it failed. */
@Injectable()
export class IssueOnDemand {
  constructor(
    private readonly uow: UnitOfWork,
    private readonly clock: Clock,
    private readonly issue: IssueStatements,
    private readonly reads: StatementReads,
    private readonly queries: StatementQueries,
  ) {}

  /** The one that is issued, if there is one. @throws MonthNotOver @throws NothingToState */
  async run(sellerId: Id<'sel'>, currency: string, period: string, once: Once): Promise<SellerStatementDetailView> {
    const asked = month(period);
    if (asked > lastEnded(this.clock.now())) throw new MonthNotOver({ period });
    if (!(await this.reads.findOf(sellerId, currency, asked))) await this.issue.until({ sellerId, currency }, asked);
    const row = await this.reads.findOf(sellerId, currency, asked);
    const found = row && (await this.reads.find(row.id));
    if (!found) throw new NothingToState({ period });
    const view = await this.queries.detail(found);
    return once.run(this.uow, () => Promise.resolve(view));
  }
}
