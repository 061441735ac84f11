import { Body, Controller, Post } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import { toWire } from '../kernel/index.js';
import { AlreadyReviewed, Reviews } from '../modules/reviews/index.js';
import { UnitOfWork } from '../platform/database/index.js';
import { Access, Idempotent, IdempotencyScope, NotFound, Once, parseWireId, Throws } from '../platform/http/index.js';
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
  @Idempotent('optional')
  @Throws(NotFound, AlreadyReviewed)
  import(@Body() { text, ...body }: ImportReviewDto, @IdempotencyScope() once: Once): Promise<ImportedReviewView> {
    const sellerOrderId = parseWireId('sor', body.sellerOrderId);
    const review = { ...body, sellerOrderId, text: text ?? null };
    return once.run(this.uow, async (tx) => ({ reviewId: toWire('rev', await this.reviews.import(tx, review)) }));
  }
}
