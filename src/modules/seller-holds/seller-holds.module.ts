import { Module } from '@nestjs/common';
import { LedgerModule } from '../ledger/index.js';
import { SellersModule } from '../sellers/index.js';
import { EndHold } from './end-hold.js';
import { FillHolds } from './fill-holds.js';
import { LiftSellerHold } from './lift-seller-hold.js';
import { PlaceSellerHold } from './place-seller-hold.js';
import { SellerHoldQueries } from './seller-hold-queries.js';
import { SellerHoldsController } from './seller-holds.controller.js';
import { SellerHoldJobs } from './seller-holds.jobs.js';
import { SellerHoldsRepository } from './seller-holds.repository.js';
import { SellerHolds } from './seller-holds.js';

const VERBS = [EndHold, FillHolds, LiftSellerHold, PlaceSellerHold];

@Module({
  imports: [LedgerModule, SellersModule],
  controllers: [SellerHoldsController],
  providers: [SellerHolds, SellerHoldsRepository, SellerHoldQueries, SellerHoldJobs, ...VERBS],
  exports: [SellerHolds],
})
export class SellerHoldsModule {}
