import { Module, type DynamicModule, type Type } from '@nestjs/common';
import { AffiliatesModule } from './modules/affiliates/index.js';
import { BooksModule } from './modules/books/books.module.js';
import { BalanceReportsModule } from './modules/balance-reports/index.js';
import { CatalogModule } from './modules/catalog/catalog.module.js';
import { CouponsModule } from './modules/coupons/coupons.module.js';
import { CompaniesModule } from './modules/companies/index.js';
import { DisputesModule } from './modules/disputes/disputes.module.js';
import { DebtCollectionsModule } from './modules/debt-collections/index.js';
import { DebtsModule } from './modules/debts/index.js';
import { FeeInvoicesModule } from './modules/fee-invoices/index.js';
import { CreditTransfersModule } from './modules/credit-transfers/index.js';
import { FeesModule } from './modules/fees/fees.module.js';
import { FxModule, SandboxRatesModule } from './modules/fx/index.js';
import { GoodwillModule } from './modules/goodwill/index.js';
import { IdentityModule } from './modules/identity/identity.module.js';
import { LabelsModule } from './modules/labels/index.js';
import { LedgerModule } from './modules/ledger/ledger.module.js';
import { ListingFeesModule } from './modules/listing-fees/listing-fees.module.js';
import { ListingsModule } from './modules/listings/listings.module.js';
import { ModerationModule } from './modules/moderation/moderation.module.js';
import { PaymentsModule } from './modules/payments/payments.module.js';
import { RiskModule } from './modules/risk/risk.module.js';
import { SellersModule } from './modules/sellers/sellers.module.js';
import { InstantPayoutsModule } from './modules/instant-payouts/index.js';
import { InventoryModule } from './modules/inventory/inventory.module.js';
import { CartsModule } from './modules/carts/carts.module.js';
import { OrderRequestsModule } from './modules/order-requests/index.js';
import { OrdersModule } from './modules/orders/orders.module.js';
import { FulfilmentModule, SandboxCarrierModule } from './modules/fulfilment/fulfilment.module.js';
import { NetTermsModule } from './modules/net-terms/index.js';
import { ReconciliationModule } from './modules/reconciliation/index.js';
import { RefundsModule } from './modules/refunds/index.js';
import { ReviewsModule } from './modules/reviews/reviews.module.js';
import { PayoutApprovalsModule } from './modules/payout-approvals/index.js';
import { PayoutFilesModule } from './modules/payout-files/index.js';
import { SellerHoldsModule } from './modules/seller-holds/seller-holds.module.js';
import { SettlementModule } from './modules/settlement/settlement.module.js';
import { ReleaseHoldsModule } from './modules/release-holds/index.js';
import { SettlementTermsModule } from './modules/settlement-terms/index.js';
import { SubscriptionsModule } from './modules/subscriptions/index.js';
import { TaxFilingsModule } from './modules/tax-filings/index.js';
import { TiersModule } from './modules/tiers/index.js';
import { StatementsModule } from './modules/statements/index.js';
import { StripeModule, StripePayoutsModule, StripeReportsModule } from './modules/stripe/index.js';
import { FeedModule } from './modules/feed/index.js';
import { AuditModule } from './platform/audit/index.js';
import { AuthModule } from './platform/auth/index.js';
import { ClockModule } from './platform/clock/index.js';
import { ConfigModule, type RunningConfig } from './platform/config/index.js';
import { CryptoModule } from './platform/crypto/index.js';
import { DatabaseModule } from './platform/database/index.js';
import { HousekeepingModule } from './platform/housekeeping/index.js';
import { HttpPlatformModule } from './platform/http/index.js';
import { MessagingModule } from './platform/messaging/index.js';
import { ObservabilityModule } from './platform/observability/index.js';
import { SandboxClockModule } from './sandbox/clock.module.js';
import { ImportedReviewsModule } from './sandbox/imported-reviews.module.js';
import { MintModule } from './sandbox/mint.module.js';
import { SandboxStatementsModule } from './sandbox/statements.module.js';

export type ModuleEntry = Type | DynamicModule;

/** The marketplace, lower modules first. */
export const MODULES: readonly ModuleEntry[] = [
  IdentityModule,
  SellersModule,
  CatalogModule,
  LedgerModule,
  BooksModule,
  FxModule,
  DebtsModule,
  RiskModule,
  ModerationModule,
  FeesModule,
  CouponsModule,
  ListingsModule,
  ListingFeesModule,
  InventoryModule,
  PaymentsModule,
  CompaniesModule,
  CartsModule,
  OrdersModule,
  OrderRequestsModule,
  FulfilmentModule,
  SellerHoldsModule,
  GoodwillModule,
  CreditTransfersModule,
  TaxFilingsModule,
  SubscriptionsModule,
  SettlementModule,
  DebtCollectionsModule,
  AffiliatesModule,
  LabelsModule,
  SettlementTermsModule,
  ReleaseHoldsModule,
  TiersModule,
  NetTermsModule,
  PayoutApprovalsModule,
  InstantPayoutsModule,
  PayoutFilesModule,
  DisputesModule,
  FeeInvoicesModule,
  StatementsModule,
  StripeModule,
  StripePayoutsModule,
  ReconciliationModule,
  BalanceReportsModule,
  StripeReportsModule,
  RefundsModule,
  ReviewsModule,
  FeedModule,
];

/** What exists only in a sandbox: the test clock, minted principals, carrier events. */
export const SANDBOX_MODULES: readonly ModuleEntry[] = [
  SandboxClockModule,
  MintModule,
  SandboxCarrierModule,
  ImportedReviewsModule,
  SandboxRatesModule,
  SandboxStatementsModule,
];

@Module({})
export class AppModule {
  /** The whole marketplace, where every event must have been decided about, or the named part of it. */
  static of(config: RunningConfig, modules?: readonly ModuleEntry[]): DynamicModule {
    const platform = [
      ConfigModule.of(config),
      ObservabilityModule,
      DatabaseModule,
      CryptoModule,
      ClockModule.of(config),
      AuthModule,
      HttpPlatformModule,
      MessagingModule.of(config, { undecidedEvents: modules ? 'warn' : 'refuse' }),
      AuditModule,
      HousekeepingModule,
    ];
    return { module: AppModule, imports: [...platform, ...(modules ?? modulesOf(config))] };
  }
}

/** The whole marketplace. */
export function modulesOf(config: Pick<RunningConfig, 'sandbox'>): readonly ModuleEntry[] {
  return config.sandbox ? [...MODULES, ...SANDBOX_MODULES] : MODULES;
}
