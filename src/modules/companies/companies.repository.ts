import { Injectable } from '@nestjs/common';
import type { Id } from '../../kernel/index.js';
import { FieldCipher } from '../../platform/crypto/index.js';
import { Db, query, queryOne, statement, type Tx } from '../../platform/database/index.js';
import type { CompanyRole, SpendingLimits } from './company.domain.js';

export interface CompanyRow {
  readonly id: Id<'cmp'>;
  readonly name: string;
  /** ISO 3166-1 alpha-2. */
  readonly country: string;
  readonly createdAt: Date;
}

export interface MemberRow {
  readonly userId: Id<'usr'>;
  readonly role: CompanyRole;
  /** Of one order; null: no limit but the company's. */
  readonly spendingLimits: SpendingLimits | null;
  readonly addedAt: Date;
}

export interface NewCompany extends CompanyRow {
  readonly taxId: string;
  readonly createdBy: string;
}

const COLUMNS = `c.id, c.name, c.country, c.created_at as "createdAt"`;

const insert = statement<[id: string, name: string, country: string, taxIdSealed: string, by: string, at: Date], never>(
  'companies.insert',
  `with company as (insert into companies (id, name, country, tax_id_sealed, created_by, created_at)
       values ($1, $2, $3, $4, $5, $6) returning id)
   insert into company_members (company_id, user_id, role, added_by, added_at) select id, $5, 'admin', $5, $6 from company`,
);

const find = statement<[id: string], CompanyRow>(
  'companies.find',
  `select ${COLUMNS} from companies c where c.id = $1`,
);

const ofUser = statement<[userId: string], CompanyRow & { role: CompanyRole }>(
  'companies.of-user',
  `select ${COLUMNS}, m.role from companies c join company_members m on m.company_id = c.id
    where m.user_id = $1 order by c.id limit 100`,
);

const page = statement<[after: string | null, limit: number], CompanyRow>(
  'companies.page',
  `select ${COLUMNS} from companies c where $1::uuid is null or c.id < $1 order by c.id desc limit $2`,
);

const MEMBERS = `select user_id as "userId", role, spending_limits as "spendingLimits", added_at as "addedAt"
  from company_members where company_id = $1`;

const members = statement<[companyId: string], MemberRow>(
  'companies.members',
  `${MEMBERS} order by user_id limit 1000`,
);

const lockMembers = statement<[companyId: string], MemberRow>(
  'companies.lock-members',
  `${MEMBERS} order by user_id for update`,
);

const member = statement<[companyId: string, userId: string], MemberRow>(
  'companies.member',
  `${MEMBERS} and user_id = $2`,
);

/** Whoever changes the member waits. */
const keepMember = statement<[companyId: string, userId: string], MemberRow>(
  'companies.keep-member',
  `${MEMBERS} and user_id = $2 for share`,
);

const put = statement<
  [companyId: string, userId: string, role: CompanyRole, by: string, at: Date, limits: string | null],
  never
>(
  'companies.put-member',
  `insert into company_members (company_id, user_id, role, added_by, added_at, spending_limits)
   values ($1, $2, $3, $4, $5, $6::jsonb)
   on conflict (company_id, user_id) do update set role = excluded.role, spending_limits = excluded.spending_limits`,
);

const remove = statement<[companyId: string, userId: string], never>(
  'companies.remove-member',
  'delete from company_members where company_id = $1 and user_id = $2',
);

const taxId = statement<[id: string], { sealed: string }>(
  'companies.tax-id',
  'select tax_id_sealed as sealed from companies where id = $1',
);

const taxIdContext = (id: string): string => `companies.tax_id_sealed.${id}`;

/** Companies that buy; their tax ids are sealed. */
@Injectable()
export class CompaniesRepository {
  constructor(
    private readonly db: Db,
    private readonly cipher: FieldCipher,
  ) {}

  /** Who registers a company is its first admin. */
  async insert(tx: Tx, { id, name, country, taxId: plain, createdBy, createdAt }: NewCompany): Promise<void> {
    const sealed = this.cipher.seal(plain, taxIdContext(id));
    await query(tx, insert, [id, name, country, sealed, createdBy, createdAt]);
  }

  find(id: string, tx?: Tx): Promise<CompanyRow | undefined> {
    return tx ? queryOne(tx, find, [id]) : this.db.queryOne(find, [id]);
  }

  async taxIdOf(id: string): Promise<string | undefined> {
    const row = await this.db.queryOne(taxId, [id]);
    return row && this.cipher.open(row.sealed, taxIdContext(id));
  }

  ofUser = (userId: string): Promise<(CompanyRow & { role: CompanyRole })[]> => this.db.query(ofUser, [userId]);

  /** Newest first. */
  page(before: string | undefined, limit: number): Promise<CompanyRow[]> {
    return this.db.query(page, [before ?? null, limit]);
  }

  members = (companyId: string): Promise<MemberRow[]> => this.db.query(members, [companyId]);

  /** Locked, so that two changes see each other. */
  lockMembers = (tx: Tx, companyId: string): Promise<MemberRow[]> => query(tx, lockMembers, [companyId]);

  member = (companyId: string, userId: string): Promise<MemberRow | undefined> =>
    this.db.queryOne(member, [companyId, userId]);

  /** As it is until the transaction ends. */
  keepMember = (tx: Tx, companyId: string, userId: string): Promise<MemberRow | undefined> =>
    queryOne(tx, keepMember, [companyId, userId]);

  /** `addedAt` is kept where the person is a member already. */
  async put(
    tx: Tx,
    companyId: string,
    { userId, role, spendingLimits, addedAt }: MemberRow,
    by: string,
  ): Promise<void> {
    const limits = spendingLimits && JSON.stringify(spendingLimits);
    await query(tx, put, [companyId, userId, role, by, addedAt, limits]);
  }

  async remove(tx: Tx, companyId: string, userId: string): Promise<void> {
    await query(tx, remove, [companyId, userId]);
  }
}
