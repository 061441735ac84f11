import { Inject, Module, type OnModuleInit } from '@nestjs/common';
import { CONFIG, type Config } from '../../platform/config/index.js';
import { BalanceReportsModule, ReportSources } from '../balance-reports/index.js';
import { StripeBalanceReports } from './stripe-balance-reports.client.js';
import { StripeModule } from './stripe.module.js';

/** What happened on our balance at Stripe, asked for every day. */
@Module({ imports: [BalanceReportsModule, StripeModule], providers: [StripeBalanceReports] })
export class StripeReportsModule implements OnModuleInit {
  constructor(
    @Inject(CONFIG) private readonly config: Pick<Config, 'stripe'>,
    private readonly sources: ReportSources,
    private readonly reports: StripeBalanceReports,
  ) {}

  onModuleInit(): void {
    if (this.config.stripe) this.sources.add(this.reports);
  }
}
