import { Module } from '@nestjs/common';
import { SettlementModule } from '../settlement/index.js';
import { InstantFees } from './instant-fees.repository.js';
import { InstantFeesController } from './instant-fees.controller.js';
import { InstantPayoutsController } from './instant-payouts.controller.js';
import { OfferInstantPayout } from './offer-instant-payout.js';
import { RequestInstantPayout } from './request-instant-payout.js';
import { SetInstantFee } from './set-instant-fee.js';

@Module({
  imports: [SettlementModule],
  controllers: [InstantFeesController, InstantPayoutsController],
  providers: [InstantFees, OfferInstantPayout, RequestInstantPayout, SetInstantFee],
})
export class InstantPayoutsModule {}
