import { Injectable } from '@nestjs/common';
import type { Actor } from '../../kernel/index.js';
import type { Tx } from '../../platform/database/index.js';
import type { CompanyRole } from './company.domain.js';
import { CompaniesRepository, type CompanyRow, type MemberRow } from './companies.repository.js';
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

  memberOf(companyId: string, userId: string): Promise<MemberRow | undefined> {
    return this.companies.member(companyId, userId);
  }

  /** What a person is in the company, and stays until the transaction ends. */
  member(tx: Tx, companyId: string, userId: string): Promise<MemberRow | undefined> {
    return this.companies.keepMember(tx, companyId, userId);
  }

  /** What the caller is in the company; `undefined` for finance. @throws NotFound for everybody else */
  assertSees(actor: Actor, companyId: string): Promise<CompanyRole | undefined> {
    return this.queries.assertSees(actor, companyId);
  }
}
