import { Module } from '@nestjs/common';
import { OrdersModule } from '../orders/index.js';
import { SellersModule } from '../sellers/index.js';
import { ImportReview } from './import-review.js';
import { OpenReviews } from './open-reviews.js';
import { PublishReview } from './publish-review.js';
import { RatingsRepository } from './ratings.repository.js';
import { ReplyToReview } from './reply-to-review.js';
import { ReviewQueries } from './review-queries.js';
import { ReviewsController } from './reviews.controller.js';
import { ReviewsJobs } from './reviews.jobs.js';
import { Reviews } from './reviews.js';
import { ReviewsRepository } from './reviews.repository.js';
import { WriteReview } from './write-review.js';

const VERBS = [WriteReview, PublishReview, ImportReview, ReplyToReview, OpenReviews];

@Module({
  imports: [OrdersModule, SellersModule],
  controllers: [ReviewsController],
  providers: [Reviews, ReviewsJobs, ReviewQueries, ReviewsRepository, RatingsRepository, ...VERBS],
  exports: [Reviews],
})
export class ReviewsModule {}
