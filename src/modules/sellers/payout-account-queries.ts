import { Injectable } from '@nestjs/common';
import { isStaff, type Actor, type Id } from '../../kernel/index.js';
import { assertActsFor } from '../identity/index.js';
import { PayoutAccountView } from './payout-account.dto.js';
import { PayoutAccountsRepository } from './payout-accounts.repository.js';
import { SellersRepository } from './sellers.repository.js';

@Injectable()
export class PayoutAccountQueries {
  constructor(
    private readonly sellers: SellersRepository,
    private readonly accounts: PayoutAccountsRepository,
  ) {}

  async get(actor: Actor, sellerId: Id<'sel'>): Promise<PayoutAccountView> {
    if (!isStaff(actor, 'finance')) assertActsFor(actor, sellerId, 'manager');
    await this.sellers.get(sellerId);
    return PayoutAccountView.of(sellerId, await this.accounts.find(sellerId));
  }
}
