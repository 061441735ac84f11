import { Module } from '@nestjs/common';
import { LedgerModule } from '../ledger/index.js';
import { SellerHoldsModule } from '../seller-holds/index.js';
import { SellersModule } from '../sellers/index.js';
import { CancelForSeller } from './cancel-for-seller.js';
import { ChangeSubscription } from './change-subscription.js';
import { ChargeSubscription } from './charge-subscription.js';
import { EndPeriod } from './end-period.js';
import { Plans } from './plans.repository.js';
import { RefundSubscription } from './refund-subscription.js';
import { Subscribe } from './subscribe.js';
import { SubscriptionInvoices } from './subscription-invoices.repository.js';
import { SubscriptionQueries } from './subscription-queries.js';
import { SubscriptionsController } from './subscriptions.controller.js';
import { SubscriptionJobs } from './subscriptions.jobs.js';
import { SubscriptionsRepository } from './subscriptions.repository.js';

const VERBS = [CancelForSeller, ChangeSubscription, ChargeSubscription, EndPeriod, RefundSubscription, Subscribe];
const READS = [Plans, SubscriptionInvoices, SubscriptionQueries, SubscriptionsRepository];

@Module({
  imports: [LedgerModule, SellerHoldsModule, SellersModule],
  controllers: [SubscriptionsController],
  providers: [...VERBS, ...READS, SubscriptionJobs],
})
export class SubscriptionsModule {}
