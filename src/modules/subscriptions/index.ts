export { subscriptionCharged, subscriptionEnded } from './subscriptions.events.js';
export { SubscriptionsModule } from './subscriptions.module.js';
