export { Listings } from './listings.js';
export { ListingsModule } from './listings.module.js';
export { unitPriceAt, type Offer, type OfferTier } from './offer.domain.js';
export { listingRevised, listingStateChanged, listingSubmitted } from './listings.events.js';
export type { Condition } from './listing.domain.js';
