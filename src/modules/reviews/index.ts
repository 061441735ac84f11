export type { ImportedReview } from './import-review.js';
export { StarsDto } from './reviews.dto.js';
export { AlreadyReviewed } from './reviews.errors.js';
export { reviewPublished, reviewReplied, type ReviewFact } from './reviews.events.js';
export { ReviewsModule } from './reviews.module.js';
export { Reviews, type SellerRating } from './reviews.js';
