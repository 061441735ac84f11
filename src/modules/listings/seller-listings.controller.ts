import { Body, Controller, Get, Post, Query } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import type { Actor, Id } from '../../kernel/index.js';
import { Access, Caller } from '../../platform/auth/index.js';
import {
  CursorInvalid,
  Idempotent,
  IdempotencyScope,
  Invalid,
  NotFound,
  Once,
  Throws,
  Versioned,
  WireId,
} from '../../platform/http/index.js';
import { DraftListing } from './draft-listing.js';
import { ListingPage, ListingView } from './listing-views.dto.js';
import { SkuTaken } from './listings.errors.js';
import { SellerListingQueries } from './seller-listing-queries.js';
import { CreateListingDto, SellerListingsQuery } from './seller-listings.dto.js';

@ApiTags('listings')
@Controller('v1/sellers/:sellerId/listings')
export class SellerListingsController {
  constructor(
    private readonly queries: SellerListingQueries,
    private readonly draftListing: DraftListing,
  ) {}

  /** List the seller's own listings in every state, newest first. */
  @Get()
  @Access({ roles: ['seller'], scope: 'listings:read' })
  @Throws(NotFound, CursorInvalid)
  list(
    @Caller() actor: Actor,
    @WireId('sel', 'sellerId') sellerId: Id<'sel'>,
    @Query() query: SellerListingsQuery,
  ): Promise<ListingPage> {
    return this.queries.page(actor, sellerId, query);
  }

  /** Read one of the seller's own listings, with its latest edit. */
  @Get(':listingId')
  @Access({ roles: ['seller'], scope: 'listings:read' })
  @Throws(NotFound)
  @Versioned()
  get(
    @Caller() actor: Actor,
    @WireId('sel', 'sellerId') sellerId: Id<'sel'>,
    @WireId('lst', 'listingId') id: Id<'lst'>,
  ): Promise<ListingView> {
    return this.queries.one(actor, sellerId, id);
  }

  /** Draft a listing. Prices are in the seller's settlement currency; nobody sees it before it is submitted. */
  @Post()
  @Access({ roles: ['seller'], scope: 'listings:write' })
  @Idempotent('optional')
  @Throws(NotFound, Invalid, SkuTaken)
  @Versioned()
  create(
    @Caller() actor: Actor,
    @WireId('sel', 'sellerId') sellerId: Id<'sel'>,
    @Body() body: CreateListingDto,
    @IdempotencyScope() once: Once,
  ): Promise<ListingView> {
    return this.draftListing.run(actor, sellerId, body, once);
  }
}
