import { Module } from '@nestjs/common';
import { CatalogModule } from '../catalog/index.js';
import { ModerationModule } from '../moderation/index.js';
import { SellersModule } from '../sellers/index.js';
import { ApplyRevision } from './apply-revision.js';
import { ArchiveListing } from './archive-listing.js';
import { BrowseListings } from './browse-listings.js';
import { BrowseRepository } from './browse.repository.js';
import { DecideListing } from './decide-listing.js';
import { DraftListing } from './draft-listing.js';
import { EditListing } from './edit-listing.js';
import { ListingStatesController } from './listing-states.controller.js';
import { ListingSteps } from './listing-steps.js';
import { Listings } from './listings.js';
import { ListingJobs } from './listings.jobs.js';
import { ListingsRepository } from './listings.repository.js';
import { OffersRepository } from './offers.repository.js';
import { PauseListing } from './pause-listing.js';
import { PublicListingsController } from './public-listings.controller.js';
import { PublishedListingsRepository } from './published-listings.repository.js';
import { ResumeListing } from './resume-listing.js';
import { RevisionsRepository } from './revisions.repository.js';
import { ScreenListing } from './screen-listing.js';
import { ScreenRevision } from './screen-revision.js';
import { ScreeningFacts } from './screening-facts.js';
import { SellerListingQueries } from './seller-listing-queries.js';
import { SellerListingsController } from './seller-listings.controller.js';
import { Shelf } from './shelf.js';
import { SubmitListing } from './submit-listing.js';
import { WriteListing } from './write-listing.js';

const VERBS = [DraftListing, EditListing, SubmitListing, PauseListing, ResumeListing, ArchiveListing, WriteListing];
const JOBS = [ListingJobs, ScreenListing, ScreenRevision, ApplyRevision, DecideListing, ScreeningFacts];
const READS = [BrowseListings, BrowseRepository, SellerListingQueries, OffersRepository];
const WRITES = [ListingsRepository, RevisionsRepository, PublishedListingsRepository, ListingSteps, Shelf];

@Module({
  imports: [CatalogModule, SellersModule, ModerationModule],
  controllers: [PublicListingsController, SellerListingsController, ListingStatesController],
  providers: [Listings, ...VERBS, ...JOBS, ...READS, ...WRITES],
  exports: [Listings],
})
export class ListingsModule {}
