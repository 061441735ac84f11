export { InstantPayoutsModule } from './instant-payouts.module.js';
