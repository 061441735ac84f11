import { Injectable } from '@nestjs/common';
import { Cursors, type PageQuery } from '../../platform/http/index.js';
import { expressionErrors } from './expression-errors.js';
import type { RulePage, RuleValidationView } from './rules.dto.js';
import { RulesRepository } from './rules.repository.js';
import { ruleViewOf } from './rules.view.js';

const FILTER = 'risk.rules';

@Injectable()
export class RuleQueries {
  constructor(
    private readonly rules: RulesRepository,
    private readonly cursors: Cursors,
  ) {}

  /** The rules of the live rule set. */
  async list({ limit, cursor }: PageQuery): Promise<RulePage> {
    const after = this.cursors.read<[string]>(cursor, FILTER);
    const rows = await this.rules.list(after?.[0] ?? null, limit + 1);
    const { data, page } = this.cursors.page(rows, limit, FILTER, (last) => [last.ruleId]);
    return { data: data.map(ruleViewOf), page };
  }

  validate(expression: string): RuleValidationView {
    const errors = expressionErrors(expression);
    return { isValid: errors.length === 0, errors };
  }
}
