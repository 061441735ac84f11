export { StripePayoutsModule } from './stripe-payouts.module.js';
export { StripeModule } from './stripe.module.js';
