import { Module } from '@nestjs/common';
import { EventsController } from './events.controller.js';
import { FeedQueries } from './feed-queries.js';
import { FeedRepository } from './feed.repository.js';

@Module({ controllers: [EventsController], providers: [FeedQueries, FeedRepository] })
export class FeedModule {}
