import { Injectable } from '@nestjs/common';
import { FieldCipher } from '../../platform/crypto/index.js';
import type { ShippingAddress } from '../orders/index.js';

export interface Details {
  readonly shippingAddress: ShippingAddress;
  readonly email?: string;
}

const context = (id: string): string => `order_requests.details_sealed.${id}`;

/** Where the goods are to go and whom to write to: encrypted at rest, bound to the request. */
@Injectable()
export class OrderRequestDetails {
  constructor(private readonly cipher: FieldCipher) {}

  seal = (id: string, details: Details): string => this.cipher.seal(JSON.stringify(details), context(id));
  open = (id: string, sealed: string): Details => JSON.parse(this.cipher.open(sealed, context(id))) as Details;
}
