import { Body, Controller, HttpCode, Patch, Post } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import type { Actor, Id } from '../../kernel/index.js';
import { Access, Caller } from '../../platform/auth/index.js';
import { IllegalTransition } from '../../platform/database/index.js';
import {
  Idempotent,
  IdempotencyScope,
  IfMatch,
  Invalid,
  NotFound,
  Once,
  StaleVersion,
  Throws,
  Versioned,
  WireId,
} from '../../platform/http/index.js';
import { SellerMayNotList } from '../sellers/index.js';
import { ArchiveListing } from './archive-listing.js';
import { EditListing } from './edit-listing.js';
import { ListingView } from './listing-views.dto.js';
import { ListingUnderReview, SkuTaken } from './listings.errors.js';
import { PauseListing } from './pause-listing.js';
import { ResumeListing } from './resume-listing.js';
import { EditListingDto } from './seller-listings.dto.js';
import { SubmitListing } from './submit-listing.js';

@ApiTags('listings')
@Controller('v1/listings/:listingId')
export class ListingStatesController {
  constructor(
    private readonly editListing: EditListing,
    private readonly submitListing: SubmitListing,
    private readonly pauseListing: PauseListing,
    private readonly resumeListing: ResumeListing,
    private readonly archiveListing: ArchiveListing,
  ) {}

  /** Edit a listing. A draft changes at once; an edit of a live one is screened first, and shows as its revision. */
  @Patch()
  @Access({ roles: ['seller'], scope: 'listings:write' })
  @Throws(NotFound, Invalid, StaleVersion, SkuTaken, ListingUnderReview)
  @Versioned()
  edit(
    @Caller() actor: Actor,
    @WireId('lst', 'listingId') id: Id<'lst'>,
    @IfMatch() version: number,
    @Body() body: EditListingDto,
  ): Promise<ListingView> {
    return this.editListing.run(actor, id, version, body);
  }

  /** Submit a draft for publication. Screening follows: it goes live, or waits for a moderator with reasons. */
  @Post('submission')
  @HttpCode(200)
  @Access({ roles: ['seller'], scope: 'listings:write' })
  @Idempotent('optional')
  @Throws(NotFound, Invalid, SellerMayNotList, StaleVersion, IllegalTransition)
  @Versioned()
  submit(
    @Caller() actor: Actor,
    @WireId('lst', 'listingId') id: Id<'lst'>,
    @IdempotencyScope() once: Once,
  ): Promise<ListingView> {
    return this.submitListing.run(actor, id, once);
  }

  /** Take a live listing off the shelf for a while. */
  @Post('pause')
  @HttpCode(200)
  @Access({ roles: ['seller'], scope: 'listings:write' })
  @Idempotent('optional')
  @Throws(NotFound, IllegalTransition)
  @Versioned()
  pause(
    @Caller() actor: Actor,
    @WireId('lst', 'listingId') id: Id<'lst'>,
    @IdempotencyScope() once: Once,
  ): Promise<ListingView> {
    return this.pauseListing.run(actor, id, once);
  }

  /** Put a paused listing back on the shelf. */
  @Post('resumption')
  @HttpCode(200)
  @Access({ roles: ['seller'], scope: 'listings:write' })
  @Idempotent('optional')
  @Throws(NotFound, SellerMayNotList, IllegalTransition)
  @Versioned()
  resume(
    @Caller() actor: Actor,
    @WireId('lst', 'listingId') id: Id<'lst'>,
    @IdempotencyScope() once: Once,
  ): Promise<ListingView> {
    return this.resumeListing.run(actor, id, once);
  }

  /** End a listing for good. Its SKUs are free again; its orders go on. */
  @Post('archival')
  @HttpCode(200)
  @Access({ roles: ['seller'], scope: 'listings:write' })
  @Idempotent('optional')
  @Throws(NotFound, IllegalTransition)
  @Versioned()
  archive(
    @Caller() actor: Actor,
    @WireId('lst', 'listingId') id: Id<'lst'>,
    @IdempotencyScope() once: Once,
  ): Promise<ListingView> {
    return this.archiveListing.run(actor, id, once);
  }
}
