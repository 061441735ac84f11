import { Injectable } from '@nestjs/common';
import { actorRef, Clock, type Actor, type Id } from '../../kernel/index.js';
import { UnitOfWork } from '../../platform/database/index.js';
import { Invalid } from '../../platform/http/index.js';
import { assertActsFor } from '../identity/index.js';
import { onOneLine } from './registered-address.domain.js';
import { RegisteredAddressView, type RegisteredAddressDto } from './registered-address.dto.js';
import { RegisteredAddresses } from './registered-addresses.repository.js';
import { SellersRepository } from './sellers.repository.js';

/** A seller's owner says where the seller is registered: from then on it stands on what is issued to the seller. */
@Injectable()
export class PutRegisteredAddress {
  constructor(
    private readonly uow: UnitOfWork,
    private readonly sellers: SellersRepository,
    private readonly addresses: RegisteredAddresses,
    private readonly clock: Clock,
  ) {}

  /** @throws NotFound, StaleVersion, Invalid when a private person names a VAT number */
  async run(
    actor: Actor,
    sellerId: Id<'sel'>,
    version: number,
    body: RegisteredAddressDto,
  ): Promise<RegisteredAddressView> {
    assertActsFor(actor, sellerId, 'owner');
    const { street, postalCode = null, city, region = null, country, vatId = null } = body;
    const address = {
      street: onOneLine(street),
      postalCode: postalCode && onOneLine(postalCode),
      city: onOneLine(city),
      region: region && onOneLine(region),
      ...{ country, vatId },
    };
    return this.uow.run(async (tx) => {
      const { kind } = await this.sellers.get(sellerId, tx);
      if (vatId !== null && kind !== 'business') {
        throw new Invalid([{ pointer: '/vatId', code: 'business_only', message: 'is of businesses only' }]);
      }
      const [by, at] = [actorRef(actor).id, this.clock.now()];
      return RegisteredAddressView.of(sellerId, await this.addresses.put(tx, sellerId, version, address, by, at));
    });
  }
}
