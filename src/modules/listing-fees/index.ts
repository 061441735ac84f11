export { ListingFeesModule } from './listing-fees.module.js';
