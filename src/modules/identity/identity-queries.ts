import { Injectable } from '@nestjs/common';
import type { Actor, Id, UserActor } from '../../kernel/index.js';
import { Cursors, NotFound, type Page, type PageQuery } from '../../platform/http/index.js';
import { ApiKeyView } from './api-keys.dto.js';
import { ApiKeysRepository } from './api-keys.repository.js';
import { MeView, UserView } from './identity.dto.js';
import { assertActsFor } from './member-rules.js';
import { UsersRepository, type User } from './users.repository.js';

@Injectable()
export class IdentityQueries {
  constructor(
    private readonly users: UsersRepository,
    private readonly keys: ApiKeysRepository,
    private readonly cursors: Cursors,
  ) {}

  async me(actor: UserActor): Promise<MeView> {
    return MeView.of(await this.find(actor.userId), actor.memberships);
  }

  async user(userId: Id<'usr'>): Promise<UserView> {
    return UserView.of(await this.find(userId));
  }

  /** The seller's keys, newest first, for its managers. */
  async apiKeys(actor: Actor, sellerId: Id<'sel'>, { limit, cursor }: PageQuery): Promise<Page<ApiKeyView>> {
    assertActsFor(actor, sellerId, 'manager');
    const filter = `api-keys.${sellerId}`;
    const after = this.cursors.read<[string, string]>(cursor, filter);
    const rows = await this.keys.list(sellerId, after, limit + 1);
    const page = this.cursors.page(rows, limit, filter, (last) => [last.createdAt.toISOString(), last.keyId]);
    return { ...page, data: page.data.map((key) => ApiKeyView.of(key)) };
  }

  private async find(userId: string): Promise<User> {
    const [user] = await this.users.find([userId]);
    if (!user) throw new NotFound({ what: 'user' });
    return user;
  }
}
