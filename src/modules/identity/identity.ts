import { Injectable } from '@nestjs/common';
import { Clock, type Actor, type Id, type MemberRole } from '../../kernel/index.js';
import type { Tx } from '../../platform/database/index.js';
import { ApiKeySecrets } from './api-key-secrets.js';
import { maskedEmail } from './email.domain.js';
import { IssueApiKey, type KeyRequest } from './issue-api-key.js';
import { MembershipsRepository, type Member } from './memberships.repository.js';
import { MintUser, type MintedUser, type MintedUserRequest } from './mint-user.js';
import { UsersRepository } from './users.repository.js';

export interface UserSummary {
  readonly userId: Id<'usr'>;
  /** Masked: `a•••@example.com`. */
  readonly email: string;
  readonly displayName: string;
  /** ISO 3166-1 alpha-2. */
  readonly country: string;
  readonly createdAt: Date;
}

/** People, and what they may act for. */
@Injectable()
export class Identity {
  constructor(
    private readonly users: UsersRepository,
    private readonly memberships: MembershipsRepository,
    private readonly mint: MintUser,
    private readonly issueKey: IssueApiKey,
    private readonly secrets: ApiKeySecrets,
    private readonly clock: Clock,
  ) {}

  /** Those of the people that exist, by id. */
  async usersOf(userIds: readonly string[], tx?: Tx): Promise<Map<string, UserSummary>> {
    const users = tx ? await this.users.findIn(tx, userIds) : await this.users.find(userIds);
    return new Map(
      users.map(({ userId, email, displayName, country, createdAt }) => [
        userId,
        { userId, email: maskedEmail(email), displayName, country, createdAt },
      ]),
    );
  }

  /** The blind index under which a person's address is found; equal addresses have equal ones. */
  emailIndex(email: string): string {
    return this.users.emailIndex(email);
  }

  /** The blind index of the person's own address. */
  async emailIndexOf(tx: Tx, userId: string): Promise<string | undefined> {
    const [user] = await this.users.findIn(tx, [userId]);
    return user && this.users.emailIndex(user.email);
  }

  /** Who acts for the seller, in the order of their ids. */
  membersOf(sellerId: string): Promise<Member[]> {
    return this.memberships.membersOf(sellerId);
  }

  /** The same, locked until the transaction ends, so that concurrent changes of members see each other. */
  lockMembersOf(tx: Tx, sellerId: string): Promise<Member[]> {
    return this.memberships.lockMembersOf(tx, sellerId);
  }

  /** For how many sellers the person acts; who asks the same waits until the transaction ends. */
  async lockMembershipCount(tx: Tx, userId: string): Promise<number> {
    await this.users.lock(tx, userId);
    return this.memberships.countOf(tx, userId);
  }

  /** Lets a person act for a seller, or changes the role they do it in; their next request has it. */
  putMember(tx: Tx, userId: string, sellerId: string, role: MemberRole): Promise<void> {
    return this.memberships.put(tx, userId, sellerId, role, this.clock.now());
  }

  removeMember(tx: Tx, userId: string, sellerId: string): Promise<void> {
    return this.memberships.remove(tx, userId, sellerId);
  }

  /**
   * Makes a person with a session that does not end. For sandboxes only.
   * @throws EmailTaken unless the person may exist; CredentialUsed
   */
  mintUser(tx: Tx, request: MintedUserRequest): Promise<MintedUser> {
    return this.mint.run(tx, request);
  }

  /**
   * Makes an API key of the seller; with given random parts, the same key each time. For sandboxes only.
   * @throws TooManyApiKeys, CredentialUsed
   */
  async mintApiKey(
    tx: Tx,
    actor: Actor,
    sellerId: Id<'sel'>,
    request: KeyRequest,
    fixed?: { readonly publicId: string; readonly secret: string },
  ): Promise<{ keyId: Id<'key'>; key: string }> {
    const issued = this.secrets.issue(fixed?.publicId, fixed?.secret);
    const { apiKey, key } = await this.issueKey.run(tx, actor, sellerId, request, issued);
    return { keyId: apiKey.keyId, key };
  }
}
