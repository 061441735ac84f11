import { Injectable } from '@nestjs/common';
import { Every } from '../../platform/messaging/index.js';
import { ExpireReservations } from './expire-reservations.js';

@Injectable()
export class InventoryJobs {
  constructor(private readonly expireReservations: ExpireReservations) {}

  @Every('inventory.expire-reservations', { every: 'PT5M' })
  expire(): Promise<void> {
    return this.expireReservations.run();
  }
}
