import { Injectable } from '@nestjs/common';
import { isStaff, type Actor, type Id } from '../../kernel/index.js';
import { Cursors, type Page, type PageQuery } from '../../platform/http/index.js';
import { assertActsFor } from '../identity/index.js';
import { PayoutAccountView } from './payout-account.dto.js';
import { PayoutAccountsRepository } from './payout-accounts.repository.js';
import { SellersRepository } from './sellers.repository.js';

@Injectable()
export class PayoutAccountQueries {
  constructor(
    private readonly sellers: SellersRepository,
    private readonly accounts: PayoutAccountsRepository,
    private readonly cursors: Cursors,
  ) {}

  async get(actor: Actor, sellerId: Id<'sel'>): Promise<PayoutAccountView> {
    if (!isStaff(actor, 'finance')) assertActsFor(actor, sellerId, 'manager');
    await this.sellers.get(sellerId);
    return PayoutAccountView.of(sellerId, await this.accounts.find(sellerId));
  }

  /** Accounts that wait for somebody to decide whose they are, the longest first. */
  async undecided({ cursor, limit }: PageQuery): Promise<Page<PayoutAccountView>> {
    const key = 'payout-accounts.undecided';
    const after = this.cursors.read<[string, string]>(cursor, key);
    const rows = await this.accounts.undecided(after, limit + 1);
    const page = this.cursors.page(rows, limit, key, (last) => [last.changedAt.toISOString(), last.accountId]);
    return { ...page, data: page.data.map((account) => PayoutAccountView.of(account.sellerId, account)) };
  }
}
