import { Injectable } from '@nestjs/common';
import type { Id, UserActor } from '../../kernel/index.js';
import { Cursors, NotFound } from '../../platform/http/index.js';
import type { CaseDetailView, CasePage, CaseQuery } from './cases.dto.js';
import { CasesRepository } from './cases.repository.js';
import { caseViewOf, detailViewOf } from './cases.view.js';
import { ReportsRepository } from './reports.repository.js';
import { ScreeningsRepository } from './screenings.repository.js';

@Injectable()
export class CaseQueries {
  constructor(
    private readonly cases: CasesRepository,
    private readonly screenings: ScreeningsRepository,
    private readonly reports: ReportsRepository,
    private readonly cursors: Cursors,
  ) {}

  async list(actor: UserActor, { state, kind, limit, cursor }: CaseQuery): Promise<CasePage> {
    const filter = `moderation.cases:${state}:${kind ?? ''}`;
    const after = this.cursors.read<[string]>(cursor, filter);
    const rows = await this.cases.list(state, kind ?? null, after?.[0] ?? null, limit + 1);
    const { data, page } = this.cursors.page(rows, limit, filter, (last) => [last.id]);
    return { data: data.map((found) => caseViewOf(found, actor)), page };
  }

  /** The case with what was screened and what was reported. */
  async detail(actor: UserActor, id: Id<'cas'>): Promise<CaseDetailView> {
    const found = await this.cases.find(id);
    if (!found) throw new NotFound({ what: 'case' });
    const [screening, reports] = await Promise.all([this.screenings.latest(found.subjectId), this.reports.ofCase(id)]);
    return detailViewOf(caseViewOf(found, actor), screening, reports);
  }
}
