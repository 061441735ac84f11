import { Injectable } from '@nestjs/common';
import type { Actor, Id } from '../../kernel/index.js';
import { NotFound } from '../../platform/http/index.js';
import { CompanyQueries } from './company-queries.js';
import { creditLineVersionView, creditLineView } from './credit-line.view.js';
import type { CreditLineHistory, CreditLineList } from './credit-lines.dto.js';
import { CreditLinesRepository } from './credit-lines.repository.js';

@Injectable()
export class CreditLineQueries {
  constructor(
    private readonly companies: CompanyQueries,
    private readonly lines: CreditLinesRepository,
  ) {}

  /** @throws NotFound unless the caller is a member or of finance */
  async ofCompany(actor: Actor, companyId: Id<'cmp'>): Promise<CreditLineList> {
    await this.companies.assertSees(actor, companyId);
    return { data: (await this.lines.ofCompany(companyId)).map((row) => creditLineView(row, actor)) };
  }

  /** Every version of the terms, with who changed them and why. @throws NotFound */
  async history(lineId: Id<'crl'>): Promise<CreditLineHistory> {
    const rows = await this.lines.versions(lineId);
    if (rows.length === 0) throw new NotFound({ what: 'credit line' });
    return { data: rows.map(creditLineVersionView) };
  }
}
