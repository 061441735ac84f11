import { Body, Controller, Delete, Get, HttpCode, Post, Put } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import type { Actor, Id, UserActor } from '../../kernel/index.js';
import { Audited } from '../../platform/audit/index.js';
import {
  Access,
  Caller,
  Forbidden,
  Idempotent,
  IdempotencyScope,
  NotFound,
  Throws,
  WireId,
  type Once,
} from '../../platform/http/index.js';
import { ChangeMembers } from './change-members.js';
import {
  CompanyList,
  CompanyMemberDto,
  CompanyMemberList,
  CompanyMemberView,
  CompanyView,
  limitsOf,
  RegisterCompanyDto,
} from './companies.dto.js';
import { LastCompanyAdmin } from './companies.errors.js';
import { CompanyQueries } from './company-queries.js';
import { RegisterCompany } from './register-company.js';

const MEMBERS = { roles: ['buyer'], scope: 'orders:write' } as const;
const READERS = { roles: ['buyer', 'finance'], scope: 'orders:read' } as const;

@ApiTags('companies')
@Controller('v1/companies')
export class CompaniesController {
  constructor(
    private readonly queries: CompanyQueries,
    private readonly register: RegisterCompany,
    private readonly changeMembers: ChangeMembers,
  ) {}

  /** Register a company that buys. You are its first admin. */
  @Post()
  @Access(MEMBERS)
  @Idempotent('optional')
  create(
    @Caller() actor: UserActor,
    @Body() body: RegisterCompanyDto,
    @IdempotencyScope() once: Once,
  ): Promise<CompanyView> {
    return this.register.run(actor, body, once);
  }

  /** List the companies that you are a member of. */
  @Get()
  @Access({ roles: ['buyer'], scope: 'orders:read' })
  list(@Caller() actor: UserActor): Promise<CompanyList> {
    return this.queries.mine(actor);
  }

  /** Read a company. */
  @Get(':companyId')
  @Access(READERS)
  @Audited('company', 'companyId')
  @Throws(NotFound)
  get(@Caller() actor: Actor, @WireId('cmp', 'companyId') id: Id<'cmp'>): Promise<CompanyView> {
    return this.queries.get(actor, id);
  }

  /** List who may order for a company. */
  @Get(':companyId/members')
  @Access(READERS)
  @Audited('company', 'companyId')
  @Throws(NotFound)
  members(@Caller() actor: Actor, @WireId('cmp', 'companyId') id: Id<'cmp'>): Promise<CompanyMemberList> {
    return this.queries.members(actor, id);
  }

  /** Let a person order for a company, or change their role or what they may spend alone. For its admins. */
  @Put(':companyId/members/:memberId')
  @Access(MEMBERS)
  @Throws(NotFound, Forbidden, LastCompanyAdmin)
  putMember(
    @Caller() actor: UserActor,
    @WireId('cmp', 'companyId') companyId: Id<'cmp'>,
    @WireId('usr', 'memberId') userId: Id<'usr'>,
    @Body() body: CompanyMemberDto,
  ): Promise<CompanyMemberView> {
    const change = { companyId, userId, role: body.role, spendingLimits: limitsOf(body) };
    return this.changeMembers.run(actor, change) as Promise<CompanyMemberView>;
  }

  /** Remove a member of a company. For its admins. */
  @Delete(':companyId/members/:memberId')
  @HttpCode(204)
  @Access(MEMBERS)
  @Throws(NotFound, Forbidden, LastCompanyAdmin)
  async removeMember(
    @Caller() actor: UserActor,
    @WireId('cmp', 'companyId') companyId: Id<'cmp'>,
    @WireId('usr', 'memberId') userId: Id<'usr'>,
  ): Promise<void> {
    await this.changeMembers.run(actor, { companyId, userId });
  }
}
