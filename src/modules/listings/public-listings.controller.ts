import { Controller, Get, Header, Query } from '@nestjs/common';
import { ApiOkResponse, ApiTags } from '@nestjs/swagger';
import type { Id } from '../../kernel/index.js';
import { Access } from '../../platform/auth/index.js';
import { CursorInvalid, NotFound, RateClass, Throws, WireId } from '../../platform/http/index.js';
import { BrowseListings } from './browse-listings.js';
import { SearchWithoutWords, SortNeedsCurrency } from './listings.errors.js';
import { BrowseQuery, ListingCardPage, PublicListingView, SearchQuery } from './public-listings.dto.js';

const JSON_TEXT = 'application/json; charset=utf-8';

@ApiTags('listings')
@Controller('v1/listings')
export class PublicListingsController {
  constructor(private readonly browseListings: BrowseListings) {}

  /** Browse live listings. Every filter narrows the list; a category includes all below it. */
  @Get()
  @Access({ roles: ['anyone'] })
  @Throws(CursorInvalid, SortNeedsCurrency)
  @Header('Content-Type', JSON_TEXT)
  @ApiOkResponse({ type: ListingCardPage })
  list(@Query() query: BrowseQuery): Promise<string> {
    return this.browseListings.page(query);
  }

  /** Search live listings, best match first. Understands English and Chinese; up to 200 matches are ranked. */
  @Get('search')
  @Access({ roles: ['anyone'] })
  @RateClass('search')
  @Throws(CursorInvalid, SearchWithoutWords)
  @Header('Content-Type', JSON_TEXT)
  @ApiOkResponse({ type: ListingCardPage })
  search(@Query() query: SearchQuery): Promise<string> {
    return this.browseListings.search(query);
  }

  /** Read a live listing with its stock and its seller. */
  @Get(':listingId')
  @Access({ roles: ['anyone'] })
  @Throws(NotFound)
  @Header('Content-Type', JSON_TEXT)
  @ApiOkResponse({ type: PublicListingView })
  get(@WireId('lst', 'listingId') id: Id<'lst'>): Promise<string> {
    return this.browseListings.detail(id);
  }
}
