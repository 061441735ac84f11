import { Injectable } from '@nestjs/common';
import { Cursors, type Page } from '../../platform/http/index.js';
import type { TaxFilingQuery, TaxFilingView, TaxPeriodList } from './tax-filings.dto.js';
import { TaxFilings } from './tax-filings.repository.js';
import { taxFilingView, taxPeriodView } from './tax-filings.view.js';
import { TaxTurnovers } from './tax-turnover.repository.js';

@Injectable()
export class TaxFilingQueries {
  constructor(
    private readonly filings: TaxFilings,
    private readonly turnovers: TaxTurnovers,
    private readonly cursors: Cursors,
  ) {}

  async period(period: string): Promise<TaxPeriodList> {
    return { period, data: (await this.turnovers.ofPeriod(period)).map(taxPeriodView) };
  }

  async page({ cursor, limit, state }: TaxFilingQuery): Promise<Page<TaxFilingView>> {
    const key = `tax-filings:${state ?? ''}`;
    const [before] = this.cursors.read<[string]>(cursor, key) ?? [];
    const rows = await this.filings.page(state, before, limit + 1);
    const page = this.cursors.page(rows, limit, key, (last) => [last.id]);
    return { ...page, data: page.data.map(taxFilingView) };
  }
}
