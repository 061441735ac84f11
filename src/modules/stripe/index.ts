export { StripePayoutsModule } from './stripe-payouts.module.js';
export { StripeReportsModule } from './stripe-reports.module.js';
export { StripeModule } from './stripe.module.js';
