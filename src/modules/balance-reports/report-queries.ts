import { Injectable } from '@nestjs/common';
import type { Id } from '../../kernel/index.js';
import { Cursors, NotFound, type Page, type PageQuery } from '../../platform/http/index.js';
import { Reconciliation } from '../reconciliation/index.js';
import type { ReportDayView } from './balance-reports.dto.js';
import { dayView } from './balance-reports.view.js';
import { ReportDays } from './report-days.repository.js';

@Injectable()
export class ReportQueries {
  constructor(
    private readonly reconciliation: Reconciliation,
    private readonly days: ReportDays,
    private readonly cursors: Cursors,
  ) {}

  /** The newest first. @throws NotFound */
  async list(accountId: Id<'rac'>, { cursor, limit }: PageQuery): Promise<Page<ReportDayView>> {
    if (!(await this.reconciliation.account(accountId))) throw new NotFound({ what: 'account' });
    const key = `balance-reports.days:${accountId}`;
    const [before] = this.cursors.read<[string]>(cursor, key) ?? [];
    const rows = await this.days.page(accountId, before, limit + 1);
    const page = this.cursors.page(rows, limit, key, (last) => [last.day]);
    return { ...page, data: page.data.map(dayView) };
  }
}
