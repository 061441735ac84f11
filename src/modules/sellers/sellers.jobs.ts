import { Injectable } from '@nestjs/common';
import { OnEvent, type EventOf } from '../../platform/messaging/index.js';
import { payoutAccountChanged, sellerSubmitted } from './sellers.events.js';
import { VerifyPayoutAccount } from './verify-payout-account.js';
import { VerifySeller } from './verify-seller.js';

@Injectable()
export class SellersJobs {
  constructor(
    private readonly verifySeller: VerifySeller,
    private readonly verifyAccount: VerifyPayoutAccount,
  ) {}

  @OnEvent(sellerSubmitted, { consumer: 'sellers.verify' })
  verify(event: EventOf<typeof sellerSubmitted>): Promise<void> {
    return this.verifySeller.run(event.payload.verificationId);
  }

  @OnEvent(payoutAccountChanged, { consumer: 'sellers.verify-payout-account' })
  accountChanged({ payload }: EventOf<typeof payoutAccountChanged>): Promise<void> {
    return this.verifyAccount.run(payload.sellerId);
  }
}
