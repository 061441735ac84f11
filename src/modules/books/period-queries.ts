import { Injectable } from '@nestjs/common';
import { toWire } from '../../kernel/index.js';
import { Cursors, type Page, type PageQuery } from '../../platform/http/index.js';
import type { PeriodView } from './periods.dto.js';
import { PeriodsRepository, type PeriodRow } from './periods.repository.js';

const KEY = 'books.periods';

@Injectable()
export class PeriodQueries {
  constructor(
    private readonly periods: PeriodsRepository,
    private readonly cursors: Cursors,
  ) {}

  async all({ cursor, limit }: PageQuery): Promise<Page<PeriodView>> {
    const [before] = this.cursors.read<[string]>(cursor, KEY) ?? [];
    const rows = await this.periods.list(before ?? null, limit + 1);
    const page = this.cursors.page(rows, limit, KEY, (last) => [last.endsOn]);
    return { ...page, data: page.data.map(periodView) };
  }
}

export const periodView = ({ closedAt, closedBy, ...row }: PeriodRow): PeriodView => ({
  ...row,
  closedAt: closedAt.toISOString(),
  closedBy: toWire('usr', closedBy),
});
