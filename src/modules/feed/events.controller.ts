import { Controller, Get, Query } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import type { Actor } from '../../kernel/index.js';
import { Access, Caller, CursorInvalid, NotFound, Throws } from '../../platform/http/index.js';
import { FeedQuery, FeedView } from './feed.dto.js';
import { FeedQueries } from './feed-queries.js';

@ApiTags('events')
@Controller('v1/events')
export class EventsController {
  constructor(private readonly queries: FeedQueries) {}

  /**
   * Read what happened to a seller's orders, listings and money: each event once, in one order, kept for 30 days.
   * Keep `next` and ask again with it; nothing is skipped.
   */
  @Get()
  @Access({ roles: ['seller'], scope: 'events:read' })
  @Throws(NotFound, CursorInvalid)
  list(@Caller() actor: Actor, @Query() query: FeedQuery): Promise<FeedView> {
    return this.queries.read(actor, query);
  }
}
