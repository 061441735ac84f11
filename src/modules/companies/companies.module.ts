import { Module } from '@nestjs/common';
import { IdentityModule } from '../identity/index.js';
import { ChangeMembers } from './change-members.js';
import { CompaniesController } from './companies.controller.js';
import { Companies } from './companies.js';
import { CompaniesRepository } from './companies.repository.js';
import { CompanyQueries } from './company-queries.js';
import { CreditLineQueries } from './credit-line-queries.js';
import { CreditLinesController } from './credit-lines.controller.js';
import { CreditLines } from './credit-lines.js';
import { CreditLinesRepository } from './credit-lines.repository.js';
import { CreditUses } from './credit-uses.repository.js';
import { DecideCredit } from './decide-credit.js';
import { GrantCredit } from './grant-credit.js';
import { RegisterCompany } from './register-company.js';

const members = [Companies, CompanyQueries, CompaniesRepository, RegisterCompany, ChangeMembers];
const credit = [CreditLines, CreditLineQueries, CreditLinesRepository, CreditUses, GrantCredit, DecideCredit];

@Module({
  imports: [IdentityModule],
  controllers: [CompaniesController, CreditLinesController],
  providers: [...members, ...credit],
  exports: [Companies, CreditLines],
})
export class CompaniesModule {}
