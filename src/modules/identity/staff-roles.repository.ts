import { Injectable } from '@nestjs/common';
import type { StaffRole } from '../../kernel/index.js';
import { query, queryOne, statement, type Tx } from '../../platform/database/index.js';

type Change = [userId: string, roles: readonly StaffRole[], by: string, at: Date];

const grant = statement<Change, { role: StaffRole }>(
  'identity.grant-staff-roles',
  `insert into staff_role_grants (user_id, role, granted_by, granted_at)
   select $1, role, $3, $4 from unnest($2::text[]) as r(role)
   on conflict (user_id, role) where revoked_at is null do nothing returning role`,
);

const revokeOthers = statement<Change, { role: StaffRole }>(
  'identity.revoke-other-staff-roles',
  `update staff_role_grants set revoked_by = $3, revoked_at = $4
    where user_id = $1 and role <> all($2::text[]) and revoked_at is null returning role`,
);

const lockGrants = statement<[], never>(
  'identity.lock-staff-role-grants',
  'lock table staff_role_grants in share row exclusive mode',
);

const hasHolder = statement<[role: StaffRole], { exists: boolean }>(
  'identity.staff-role-has-holder',
  'select exists (select 1 from staff_role_grants where role = $1 and revoked_at is null) as exists',
);

/** Who holds which staff role, since when and by whom; a revoked grant stays as a fact. */
@Injectable()
export class StaffRolesRepository {
  /** Grants those of the roles that the person does not hold; answers how many. */
  async grant(tx: Tx, userId: string, roles: readonly StaffRole[], by: string, at: Date): Promise<number> {
    return (await query(tx, grant, [userId, roles, by, at])).length;
  }

  /** Whether anybody holds the role; nobody is granted one until the transaction ends. */
  async lockHoldersOf(tx: Tx, role: StaffRole): Promise<boolean> {
    await query(tx, lockGrants, []);
    return (await queryOne(tx, hasHolder, [role]))?.exists === true;
  }

  /** Takes every role back that is not among these; answers how many. */
  async revokeOthers(tx: Tx, userId: string, roles: readonly StaffRole[], by: string, at: Date): Promise<number> {
    return (await query(tx, revokeOthers, [userId, roles, by, at])).length;
  }
}
