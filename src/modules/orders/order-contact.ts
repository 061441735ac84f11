import { Injectable } from '@nestjs/common';
import { FieldCipher } from '../../platform/crypto/index.js';
import type { ShippingAddress } from './order-plan.domain.js';

const shipTo = (orderId: string): string => `orders.ship_to_sealed.${orderId}`;
const email = (orderId: string): string => `orders.email_sealed.${orderId}`;

/** Whom to write to and where to send the goods: encrypted at rest, bound to the order. */
@Injectable()
export class OrderContact {
  constructor(private readonly cipher: FieldCipher) {}

  sealAddress(orderId: string, address: ShippingAddress): string {
    return this.cipher.seal(JSON.stringify(address), shipTo(orderId));
  }

  openAddress(orderId: string, sealed: string): ShippingAddress {
    return JSON.parse(this.cipher.open(sealed, shipTo(orderId))) as ShippingAddress;
  }

  sealEmail(orderId: string, address: string): string {
    return this.cipher.seal(address, email(orderId));
  }

  openEmail(orderId: string, sealed: string): string {
    return this.cipher.open(sealed, email(orderId));
  }
}
