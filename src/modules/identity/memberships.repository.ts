import { Injectable } from '@nestjs/common';
import type { Id, MemberRole } from '../../kernel/index.js';
import { Db, query, queryOne, statement, type Tx } from '../../platform/database/index.js';

export interface Member {
  readonly userId: Id<'usr'>;
  readonly role: MemberRole;
  readonly since: Date;
}

const put = statement<[userId: string, sellerId: string, role: MemberRole, at: Date], never>(
  'identity.put-membership',
  `insert into memberships (user_id, seller_id, role, since) values ($1, $2, $3, $4)
   on conflict (user_id, seller_id) do update set role = excluded.role`,
);

const remove = statement<[userId: string, sellerId: string], never>(
  'identity.remove-membership',
  'delete from memberships where user_id = $1 and seller_id = $2',
);

const MEMBERS = `select user_id as "userId", role, since from memberships where seller_id = $1 order by user_id`;

const membersOf = statement<[sellerId: string], Member>('identity.members-of', MEMBERS);
const lockMembers = statement<[sellerId: string], Member>('identity.lock-members-of', `${MEMBERS} for update`);

const count = statement<[userId: string], { sellers: number }>(
  'identity.count-memberships',
  'select count(*) as sellers from memberships where user_id = $1',
);

/** Which people act for which seller. */
@Injectable()
export class MembershipsRepository {
  constructor(private readonly db: Db) {}

  async put(tx: Tx, userId: string, sellerId: string, role: MemberRole, at: Date): Promise<void> {
    await query(tx, put, [userId, sellerId, role, at]);
  }

  async remove(tx: Tx, userId: string, sellerId: string): Promise<void> {
    await query(tx, remove, [userId, sellerId]);
  }

  membersOf(sellerId: string): Promise<Member[]> {
    return this.db.query(membersOf, [sellerId]);
  }

  async countOf(tx: Tx, userId: string): Promise<number> {
    return (await queryOne(tx, count, [userId]))?.sellers ?? 0;
  }

  /** Locks the seller's members, so that two changes see each other. */
  lockMembersOf(tx: Tx, sellerId: string): Promise<Member[]> {
    return query(tx, lockMembers, [sellerId]);
  }
}
