import { Injectable } from '@nestjs/common';
import type { Id } from '../../kernel/index.js';
import { Cursors, NotFound, type Page } from '../../platform/http/index.js';
import { feeRuleView } from './fee-rule.view.js';
import type { FeeRuleQuery, FeeRuleView } from './fee-rules.dto.js';
import { FeeRulesRepository } from './fee-rules.repository.js';

@Injectable()
export class FeeRuleQueries {
  constructor(
    private readonly rules: FeeRulesRepository,
    private readonly cursors: Cursors,
  ) {}

  /** @throws NotFound */
  async get(id: Id<'rul'>): Promise<FeeRuleView> {
    const row = await this.rules.find(id);
    if (!row) throw new NotFound({ what: 'fee rule' });
    return feeRuleView(row);
  }

  /** The latest first, ended ones included. */
  async list({ limit, cursor, component, inForceAt }: FeeRuleQuery): Promise<Page<FeeRuleView>> {
    const filter = ['fee-rules', component, inForceAt].join(':');
    const [before] = this.cursors.read<[number]>(cursor, filter) ?? [];
    const rows = await this.rules.page({ component, inForceAt }, before, limit + 1);
    const { data, page } = this.cursors.page(rows, limit, filter, (last) => [last.number]);
    return { data: data.map(feeRuleView), page };
  }
}
