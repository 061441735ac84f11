import { Injectable } from '@nestjs/common';
import type { Id, StaffRole } from '../../kernel/index.js';
import { BlindIndex, FieldCipher } from '../../platform/crypto/index.js';
import { Db, query, queryOne, statement, violatedConstraint, type Tx } from '../../platform/database/index.js';
import { EmailTaken } from './identity.errors.js';

export type Locale = 'en' | 'zh';

export interface NewUser {
  readonly userId: Id<'usr'>;
  readonly email: string;
  readonly passwordHash: string | null;
  readonly displayName: string;
  readonly country: string;
  readonly locale: Locale;
  readonly at: Date;
}

export interface User {
  readonly userId: Id<'usr'>;
  readonly email: string;
  readonly displayName: string;
  readonly country: string;
  readonly locale: Locale;
  readonly createdAt: Date;
  readonly staffRoles: StaffRole[];
}

interface UserRow extends Omit<User, 'email'> {
  readonly emailSealed: string;
}

export interface Credentials {
  readonly userId: Id<'usr'>;
  readonly passwordHash: string | null;
  readonly staffRoles: StaffRole[];
}

export interface ProfileChange {
  readonly displayName?: string;
  readonly country?: string;
  readonly locale?: Locale;
}

const ROLES = `coalesce((select array_agg(g.role order by g.role) from staff_role_grants g
                          where g.user_id = u.id and g.revoked_at is null), '{}')`;

const insertUser = statement<[string, string, string, string | null, string, string, string, Date], never>(
  'identity.insert-user',
  `insert into users (id, email_sealed, email_index, password_hash, display_name, country, locale, created_at, updated_at)
   values ($1, $2, $3, $4, $5, $6, $7, $8, $8)`,
);

const findCredentials = statement<[emailIndex: string], Credentials>(
  'identity.find-credentials',
  `select u.id as "userId", u.password_hash as "passwordHash", ${ROLES} as "staffRoles"
     from users u where u.email_index = $1`,
);

const findHash = statement<[userId: string], { email: string; hash: string | null }>(
  'identity.find-password-hash',
  'select email_sealed as email, password_hash as hash from users where id = $1',
);

const findUsers = statement<[ids: readonly string[]], UserRow>(
  'identity.find-users',
  `select u.id as "userId", u.email_sealed as "emailSealed", u.display_name as "displayName", u.country, u.locale,
          u.created_at as "createdAt", ${ROLES} as "staffRoles"
     from users u where u.id = any($1::uuid[]) order by u.id`,
);

const changeProfile = statement<[string, string | null, string | null, string | null, Date], { id: string }>(
  'identity.change-profile',
  `update users set display_name = coalesce($2, display_name), country = coalesce($3, country),
          locale = coalesce($4, locale), version = version + 1, updated_at = $5
    where id = $1 returning id`,
);

const lock = statement<[userId: string], never>(
  'identity.lock-user',
  'select from users where id = $1 for no key update',
);

const replaceHash = statement<[userId: string, old: string, hash: string], { id: string }>(
  'identity.replace-password-hash',
  'update users set password_hash = $3 where id = $1 and password_hash = $2 returning id',
);

const emailContext = (userId: string): string => `users.email.${userId}`;

/** People: their addresses are sealed, and found again by a blind index. */
@Injectable()
export class UsersRepository {
  constructor(
    private readonly db: Db,
    private readonly cipher: FieldCipher,
    private readonly index: BlindIndex,
  ) {}

  /** @throws EmailTaken */
  async insert(tx: Tx, user: NewUser): Promise<void> {
    const sealed = this.cipher.seal(user.email, emailContext(user.userId));
    const { userId, passwordHash, displayName, country, locale, at } = user;
    try {
      await query(tx, insertUser, [
        userId,
        sealed,
        this.emailIndex(user.email),
        passwordHash,
        displayName,
        country,
        locale,
        at,
      ]);
    } catch (error) {
      if (violatedConstraint(error) === 'users_email_unique') throw new EmailTaken({});
      throw error;
    }
  }

  emailIndex(email: string): string {
    return this.index.of('email', email);
  }

  credentials(email: string): Promise<Credentials | undefined> {
    return this.db.queryOne(findCredentials, [this.emailIndex(email)]);
  }

  credentialsIn(tx: Tx, email: string): Promise<Credentials | undefined> {
    return queryOne(tx, findCredentials, [this.emailIndex(email)]);
  }

  /** Until the transaction ends, nobody else signs in as the person or changes what they are signed in with. */
  async lock(tx: Tx, userId: string): Promise<void> {
    await query(tx, lock, [userId]);
  }

  async find(userIds: readonly string[]): Promise<User[]> {
    return (await this.db.query(findUsers, [userIds])).map((row) => this.open(row));
  }

  async findIn(tx: Tx, userIds: readonly string[]): Promise<User[]> {
    return (await query(tx, findUsers, [userIds])).map((row) => this.open(row));
  }

  async changeProfile(tx: Tx, userId: string, change: ProfileChange, at: Date): Promise<void> {
    const { displayName = null, country = null, locale = null } = change;
    await query(tx, changeProfile, [userId, displayName, country, locale, at]);
  }

  /** The address and the password's hash, null where there is no password. */
  async secretsOf(userId: string): Promise<{ email: string; hash: string | null } | undefined> {
    const found = await this.db.queryOne(findHash, [userId]);
    return found && { email: this.cipher.open(found.email, emailContext(userId)), hash: found.hash };
  }

  /** Replaces the hash that was read; false when it was replaced meanwhile. */
  async replaceHash(tx: Tx, userId: string, old: string, hash: string): Promise<boolean> {
    return (await query(tx, replaceHash, [userId, old, hash])).length === 1;
  }

  private open({ emailSealed, ...row }: UserRow): User {
    return { ...row, email: this.cipher.open(emailSealed, emailContext(row.userId)) };
  }
}
