import { Injectable } from '@nestjs/common';
import { Clock, type UserActor } from '../../kernel/index.js';
import { newId, UnitOfWork } from '../../platform/database/index.js';
import type { Once } from '../../platform/http/index.js';
import { companyView } from './company-queries.js';
import type { CompanyView, RegisterCompanyDto } from './companies.dto.js';
import { CompaniesRepository } from './companies.repository.js';

@Injectable()
export class RegisterCompany {
  constructor(
    private readonly uow: UnitOfWork,
    private readonly clock: Clock,
    private readonly companies: CompaniesRepository,
  ) {}

  /** Who registers it is its first admin. It may owe nothing until finance grants it a credit line. */
  run(actor: UserActor, { name, country, taxId }: RegisterCompanyDto, once: Once): Promise<CompanyView> {
    return once.run(this.uow, async (tx) => {
      const row = { id: newId('cmp'), name: name.trim(), country, createdAt: this.clock.now() };
      await this.companies.insert(tx, { ...row, taxId, createdBy: actor.userId });
      return companyView(row, 'admin');
    });
  }
}
