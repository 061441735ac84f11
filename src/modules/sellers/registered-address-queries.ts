import { Injectable } from '@nestjs/common';
import { isStaff, type Actor, type Id } from '../../kernel/index.js';
import { assertActsFor } from '../identity/index.js';
import { RegisteredAddressView } from './registered-address.dto.js';
import { RegisteredAddresses } from './registered-addresses.repository.js';
import { SellersRepository } from './sellers.repository.js';

@Injectable()
export class RegisteredAddressQueries {
  constructor(
    private readonly sellers: SellersRepository,
    private readonly addresses: RegisteredAddresses,
  ) {}

  /** For the seller's managers and finance. @throws NotFound */
  async get(actor: Actor, sellerId: Id<'sel'>): Promise<RegisteredAddressView> {
    if (!isStaff(actor, 'finance')) assertActsFor(actor, sellerId, 'manager');
    await this.sellers.get(sellerId);
    return RegisteredAddressView.of(sellerId, await this.addresses.find(sellerId));
  }
}
