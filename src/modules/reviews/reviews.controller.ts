import { Body, Controller, Get, Post, Query } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import type { Actor, Id, UserActor } from '../../kernel/index.js';
import { Access, Caller, Idempotent, IdempotencyScope, NotFound, Once } from '../../platform/http/index.js';
import { PageQuery, Throws, WireId } from '../../platform/http/index.js';
import { ReplyToReview } from './reply-to-review.js';
import { ReviewQueries } from './review-queries.js';
import { ReplyDto, ReviewPage, ReviewView, SellerRatingView, StarsDto } from './reviews.dto.js';
import { AlreadyReplied, AlreadyReviewed, NotDelivered, ReviewWindowClosed } from './reviews.errors.js';
import { reviewViewOf } from './reviews.view.js';
import { WriteReview } from './write-review.js';

@ApiTags('reviews')
@Controller('v1')
export class ReviewsController {
  constructor(
    private readonly queries: ReviewQueries,
    private readonly writeReview: WriteReview,
    private readonly replyToReview: ReplyToReview,
  ) {}

  /** Review a delivered seller order: once, within 14 days for private sellers and 60 days for businesses. */
  @Post('seller-orders/:sellerOrderId/review')
  @Access({ roles: ['buyer'] })
  @Idempotent('optional')
  @Throws(NotFound, NotDelivered, ReviewWindowClosed, AlreadyReviewed)
  write(
    @Caller() actor: UserActor,
    @WireId('sor', 'sellerOrderId') id: Id<'sor'>,
    @Body() { text = undefined, ...stars }: StarsDto,
    @IdempotencyScope() once: Once,
  ): Promise<ReviewView> {
    return this.writeReview.run(actor, id, { ...stars, text: text ?? null }, once, reviewViewOf);
  }

  /** Reply to a review of yours, in public and once. */
  @Post('reviews/:reviewId/reply')
  @Access({ roles: ['seller'], scope: 'reviews:write' })
  @Idempotent('optional')
  @Throws(NotFound, AlreadyReplied)
  reply(
    @Caller() actor: Actor,
    @WireId('rev', 'reviewId') id: Id<'rev'>,
    @Body() { text }: ReplyDto,
    @IdempotencyScope() once: Once,
  ): Promise<ReviewView> {
    return this.replyToReview.run(actor, id, text, once, reviewViewOf);
  }

  /** Read a review. */
  @Get('reviews/:reviewId')
  @Access({ roles: ['anyone'] })
  @Throws(NotFound)
  get(@WireId('rev', 'reviewId') id: Id<'rev'>): Promise<ReviewView> {
    return this.queries.review(id);
  }

  /** List the reviews of a seller, newest first. */
  @Get('sellers/:sellerId/reviews')
  @Access({ roles: ['anyone'] })
  @Throws(NotFound)
  ofSeller(@WireId('sel', 'sellerId') id: Id<'sel'>, @Query() query: PageQuery): Promise<ReviewPage> {
    return this.queries.ofSeller(id, query);
  }

  /** Read the rating of a seller and how it comes about. */
  @Get('sellers/:sellerId/rating')
  @Access({ roles: ['anyone'] })
  @Throws(NotFound)
  rating(@WireId('sel', 'sellerId') id: Id<'sel'>): Promise<SellerRatingView> {
    return this.queries.rating(id);
  }
}
