import { Injectable } from '@nestjs/common';
import { isStaff, type Actor, type Id, type UserActor } from '../../kernel/index.js';
import { Cursors, NotFound, type Page } from '../../platform/http/index.js';
import { assertActsFor } from '../identity/index.js';
import type { SellerState } from './seller.lifecycle.js';
import { SellerViews } from './seller-views.js';
import { SellerProfileView, type SellerQuery, type SellerView } from './sellers.dto.js';
import { SellersRepository } from './sellers.repository.js';

const PUBLIC_STATES: readonly SellerState[] = ['active', 'restricted'];

@Injectable()
export class SellerQueries {
  constructor(
    private readonly sellers: SellersRepository,
    private readonly views: SellerViews,
    private readonly cursors: Cursors,
  ) {}

  /** What everybody may know of a seller that sells. @throws NotFound for every other one */
  async profile(sellerId: Id<'sel'>): Promise<SellerProfileView> {
    const seller = await this.sellers.get(sellerId);
    if (!PUBLIC_STATES.includes(seller.state)) throw new NotFound({ what: 'seller' });
    return SellerProfileView.of(seller);
  }

  /** The whole seller, for its members and staff. */
  async account(actor: Actor, sellerId: Id<'sel'>): Promise<SellerView> {
    if (!isStaff(actor, 'moderator', 'risk', 'finance')) assertActsFor(actor, sellerId);
    return this.views.one(actor, sellerId);
  }

  /** The sellers that the person acts for. */
  async mine(actor: UserActor): Promise<Page<SellerView>> {
    const sellers = await this.sellers.find(actor.memberships.map((membership) => membership.sellerId));
    return { data: await this.views.many(actor, sellers), page: { hasMore: false, nextCursor: null } };
  }

  /** Sellers for staff, newest first. */
  async list(actor: Actor, { state, limit, cursor }: SellerQuery): Promise<Page<SellerView>> {
    const filter = `sellers.${state ?? ''}`;
    const after = this.cursors.read<[string, string]>(cursor, filter);
    const rows = await this.sellers.list(state, after, limit + 1);
    const page = this.cursors.page(rows, limit, filter, (last) => [last.createdAt.toISOString(), last.sellerId]);
    return { ...page, data: await this.views.many(actor, page.data) };
  }
}
