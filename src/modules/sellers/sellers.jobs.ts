import { Injectable } from '@nestjs/common';
import { OnEvent, type EventOf } from '../../platform/messaging/index.js';
import { sellerSubmitted } from './sellers.events.js';
import { VerifySeller } from './verify-seller.js';

@Injectable()
export class SellersJobs {
  constructor(private readonly verifySeller: VerifySeller) {}

  @OnEvent(sellerSubmitted, { consumer: 'sellers.verify' })
  verify(event: EventOf<typeof sellerSubmitted>): Promise<void> {
    return this.verifySeller.run(event.payload.verificationId);
  }
}
