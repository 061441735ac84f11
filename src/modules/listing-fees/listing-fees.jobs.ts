import { Injectable } from '@nestjs/common';
import { OnEvent, type EventOf } from '../../platform/messaging/index.js';
import { listingStateChanged } from '../listings/index.js';
import { ChargeListingFee } from './charge-listing-fee.js';

const GOES_ON_SALE = new Set(['publish', 'approve']);

@Injectable()
export class ListingFeesJobs {
  constructor(private readonly charge: ChargeListingFee) {}

  @OnEvent(listingStateChanged, { consumer: 'listing-fees.charge', queue: 'money' })
  async activated({ payload }: EventOf<typeof listingStateChanged>): Promise<void> {
    if (payload.to === 'active' && GOES_ON_SALE.has(payload.action)) await this.charge.run(payload.listingId);
  }
}
