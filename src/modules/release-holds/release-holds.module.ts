import { Module } from '@nestjs/common';
import { OrdersModule } from '../orders/index.js';
import { SettlementModule } from '../settlement/index.js';
import { LiftReleaseHold } from './lift-release-hold.js';
import { PlaceReleaseHold } from './place-release-hold.js';
import { ReleaseHoldQueries } from './release-hold-queries.js';
import { ReleaseHoldsController } from './release-holds.controller.js';
import { ReleaseHoldJobs } from './release-holds.jobs.js';
import { ReleaseHoldsRepository } from './release-holds.repository.js';

@Module({
  imports: [OrdersModule, SettlementModule],
  controllers: [ReleaseHoldsController],
  providers: [LiftReleaseHold, PlaceReleaseHold, ReleaseHoldJobs, ReleaseHoldQueries, ReleaseHoldsRepository],
})
export class ReleaseHoldsModule {}
