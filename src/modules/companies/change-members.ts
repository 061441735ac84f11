import { Injectable } from '@nestjs/common';
import { Clock, type Id, type UserActor } from '../../kernel/index.js';
import { UnitOfWork, type Tx } from '../../platform/database/index.js';
import { Forbidden, NotFound } from '../../platform/http/index.js';
import { Identity } from '../identity/index.js';
import type { CompanyRole, SpendingLimits } from './company.domain.js';
import { LastCompanyAdmin } from './companies.errors.js';
import { memberView } from './company-queries.js';
import type { CompanyMemberView } from './companies.dto.js';
import { CompaniesRepository, type MemberRow } from './companies.repository.js';

export interface MemberChange {
  readonly companyId: Id<'cmp'>;
  readonly userId: Id<'usr'>;
  /** Absent: not a member any more. */
  readonly role?: CompanyRole;
  /** Null: no limit but the company's; absent: as before. */
  readonly spendingLimits?: SpendingLimits | null;
}

/** An admin of a company says who may order for it. */
@Injectable()
export class ChangeMembers {
  constructor(
    private readonly uow: UnitOfWork,
    private readonly clock: Clock,
    private readonly identity: Identity,
    private readonly companies: CompaniesRepository,
  ) {}

  /** @throws NotFound, Forbidden, LastCompanyAdmin */
  run(actor: UserActor, change: MemberChange): Promise<CompanyMemberView | undefined> {
    return this.uow.run(async (tx) => {
      const { companyId, userId, role, spendingLimits } = change;
      const members = await this.companies.lockMembers(tx, companyId);
      assertAdmin(members, actor);
      const earlier = members.find((each) => each.userId === userId);
      const isOtherAdmin = (each: MemberRow): boolean => each.role === 'admin' && each.userId !== userId;
      if (earlier?.role === 'admin' && role !== 'admin' && !members.some(isOtherAdmin)) throw new LastCompanyAdmin({});
      if (role !== undefined) {
        const limits = spendingLimits === undefined ? (earlier?.spendingLimits ?? null) : spendingLimits;
        const member = { userId, role, spendingLimits: limits, addedAt: earlier?.addedAt ?? this.clock.now() };
        return this.put(tx, actor, companyId, member);
      }
      if (!earlier) throw new NotFound({ what: 'member' });
      await this.companies.remove(tx, companyId, userId);
      return undefined;
    });
  }

  private async put(tx: Tx, actor: UserActor, companyId: string, member: MemberRow): Promise<CompanyMemberView> {
    if (!(await this.identity.usersOf([member.userId], tx)).has(member.userId)) throw new NotFound({ what: 'user' });
    await this.companies.put(tx, companyId, member, actor.userId);
    return memberView(member);
  }
}

/** Strangers are told that there is no such company. */
function assertAdmin(members: readonly MemberRow[], actor: UserActor): void {
  const me = members.find((each) => each.userId === actor.userId);
  if (!me) throw new NotFound({ what: 'company' });
  if (me.role !== 'admin') throw new Forbidden({ needs: 'the role admin in the company' });
}
