import { Injectable } from '@nestjs/common';
import { OnDeadline, OnEvent, type EventOf } from '../../platform/messaging/index.js';
import { ExpireVerification } from './expire-verification.js';
import { payoutAccountChanged, sellerSubmitted } from './sellers.events.js';
import { VerifyPayoutAccount } from './verify-payout-account.js';
import { VerifySeller } from './verify-seller.js';

@Injectable()
export class SellersJobs {
  constructor(
    private readonly verifySeller: VerifySeller,
    private readonly verifyAccount: VerifyPayoutAccount,
    private readonly expire: ExpireVerification,
  ) {}

  @OnEvent(sellerSubmitted, { consumer: 'sellers.verify' })
  verify(event: EventOf<typeof sellerSubmitted>): Promise<void> {
    return this.verifySeller.run(event.payload.verificationId);
  }

  @OnEvent(payoutAccountChanged, { consumer: 'sellers.verify-payout-account' })
  accountChanged({ payload }: EventOf<typeof payoutAccountChanged>): Promise<void> {
    return this.verifyAccount.run(payload.sellerId);
  }

  @OnDeadline('sellers.verification-notice')
  expiresSoon(sellerId: string): Promise<void> {
    return this.expire.announce(sellerId);
  }

  @OnDeadline('sellers.verification-expiry')
  expired(sellerId: string): Promise<void> {
    return this.expire.run(sellerId);
  }
}
