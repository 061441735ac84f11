import { Module } from '@nestjs/common';
import { FeesModule } from '../fees/index.js';
import { LedgerModule } from '../ledger/index.js';
import { ListingsModule } from '../listings/index.js';
import { ChargeListingFee } from './charge-listing-fee.js';
import { ListingFeesJobs } from './listing-fees.jobs.js';
import { ListingFeesRepository } from './listing-fees.repository.js';

@Module({
  imports: [FeesModule, LedgerModule, ListingsModule],
  providers: [ChargeListingFee, ListingFeesJobs, ListingFeesRepository],
})
export class ListingFeesModule {}
