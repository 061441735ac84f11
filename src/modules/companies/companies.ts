import { Injectable } from '@nestjs/common';
import type { Actor } from '../../kernel/index.js';
import type { Tx } from '../../platform/database/index.js';
import type { CompanyRole } from './company.domain.js';
import { CompaniesRepository, type CompanyRow } from './companies.repository.js';
import { CompanyQueries } from './company-queries.js';

@Injectable()
export class Companies {
  constructor(
    private readonly companies: CompaniesRepository,
    private readonly queries: CompanyQueries,
  ) {}

  find(tx: Tx, companyId: string): Promise<CompanyRow | undefined> {
    return this.companies.find(companyId, tx);
  }

  /** What the caller is in the company; `undefined` for finance. @throws NotFound for everybody else */
  assertSees(actor: Actor, companyId: string): Promise<CompanyRole | undefined> {
    return this.queries.assertSees(actor, companyId);
  }
}
