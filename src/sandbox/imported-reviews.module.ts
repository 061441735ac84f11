import { Module } from '@nestjs/common';
import { ReviewsModule } from '../modules/reviews/index.js';
import { ImportedReviewsController } from './imported-reviews.controller.js';

@Module({ imports: [ReviewsModule], controllers: [ImportedReviewsController] })
export class ImportedReviewsModule {}
