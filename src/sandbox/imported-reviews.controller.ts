import { Body, Controller, Post } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import { toWire } from '../kernel/index.js';
import { AlreadyReviewed, Reviews } from '../modules/reviews/index.js';
import { UnitOfWork } from '../platform/database/index.js';
import { Access, NotFound, parseWireId, Throws } from '../platform/http/index.js';
import { ImportedReviewView, ImportReviewDto } from './imported-reviews.dto.js';

/** Exists in sandboxes only. */
@ApiTags('sandbox')
@Controller('v1/sandbox/reviews')
export class ImportedReviewsController {
  constructor(
    private readonly uow: UnitOfWork,
    private readonly reviews: Reviews,
  ) {}

  /** Take over a review that was written elsewhere; it counts in the seller's rating. In sandboxes only. */
  @Post()
  @Access({ roles: ['anyone'] })
  @Throws(NotFound, AlreadyReviewed)
  async import(@Body() { text, ...body }: ImportReviewDto): Promise<ImportedReviewView> {
    const sellerOrderId = parseWireId('sor', body.sellerOrderId);
    const review = { ...body, sellerOrderId, text: text ?? null };
    const reviewId = await this.uow.run((tx) => this.reviews.import(tx, review));
    return { reviewId: toWire('rev', reviewId) };
  }
}
