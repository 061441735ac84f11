import { Injectable } from '@nestjs/common';
import { isStaff, money, toWire, type Actor, type Id, type UserActor } from '../../kernel/index.js';
import { Cursors, MoneyView, NotFound, type Page, type PageQuery } from '../../platform/http/index.js';
import type { CompanyRole, SpendingLimits } from './company.domain.js';
import type {
  CompanyList,
  CompanyMemberList,
  CompanyMemberView,
  CompanyTaxIdView,
  CompanyView,
} from './companies.dto.js';
import { CompaniesRepository, type CompanyRow, type MemberRow } from './companies.repository.js';

@Injectable()
export class CompanyQueries {
  constructor(
    private readonly companies: CompaniesRepository,
    private readonly cursors: Cursors,
  ) {}

  /** The companies that the caller is a member of. */
  async mine(actor: UserActor): Promise<CompanyList> {
    const rows = await this.companies.ofUser(actor.userId);
    return { data: rows.map((row) => companyView(row, row.role)) };
  }

  async all({ cursor, limit }: PageQuery): Promise<Page<CompanyView>> {
    const key = 'companies';
    const [before] = this.cursors.read<[string]>(cursor, key) ?? [];
    const rows = await this.companies.page(before, limit + 1);
    const page = this.cursors.page(rows, limit, key, (last) => [last.id]);
    return { ...page, data: page.data.map((row) => companyView(row)) };
  }

  /** @throws NotFound unless the caller is a member or of finance */
  async get(actor: Actor, id: Id<'cmp'>): Promise<CompanyView> {
    const role = await this.assertSees(actor, id);
    const row = await this.companies.find(id);
    if (!row) throw new NotFound({ what: 'company' });
    return companyView(row, role);
  }

  /** For finance, who audits and reports it. @throws NotFound */
  async taxIdOf(id: Id<'cmp'>): Promise<CompanyTaxIdView> {
    const taxId = await this.companies.taxIdOf(id);
    if (taxId === undefined) throw new NotFound({ what: 'company' });
    return { companyId: toWire('cmp', id), taxId };
  }

  /** @throws NotFound unless the caller is a member or of finance */
  async members(actor: Actor, id: Id<'cmp'>): Promise<CompanyMemberList> {
    await this.assertSees(actor, id);
    return { data: (await this.companies.members(id)).map(memberView) };
  }

  /** What the caller is in the company; `undefined` for finance. @throws NotFound for everybody else */
  async assertSees(actor: Actor, id: string): Promise<CompanyRole | undefined> {
    const member = actor.kind === 'user' ? await this.companies.member(id, actor.userId) : undefined;
    if (!member && !isStaff(actor, 'finance')) throw new NotFound({ what: 'company' });
    return member?.role;
  }
}

export const companyView = (row: CompanyRow, role?: CompanyRole): CompanyView => ({
  id: toWire('cmp', row.id),
  name: row.name,
  country: row.country,
  createdAt: row.createdAt.toISOString(),
  ...(role && { role }),
});

export const memberView = ({ userId, role, spendingLimits, addedAt }: MemberRow): CompanyMemberView => ({
  userId: toWire('usr', userId),
  role,
  spendingLimits: spendingLimits && limitViews(spendingLimits),
  addedAt: addedAt.toISOString(),
});

const limitViews = (limits: SpendingLimits): MoneyView[] =>
  Object.entries(limits)
    .toSorted(([a], [b]) => (a < b ? -1 : 1))
    .map(([currency, amount]) => MoneyView.of(money(amount, currency)));
