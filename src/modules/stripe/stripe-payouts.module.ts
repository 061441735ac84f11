import { Inject, Module, type OnModuleInit } from '@nestjs/common';
import { CONFIG, type Config } from '../../platform/config/index.js';
import { PayoutProviders, Settlement, SettlementModule } from '../settlement/index.js';
import { ReceiveStripeEvent } from './receive-stripe-event.js';
import { TRANSFER_EVENTS } from './stripe-event.domain.js';
import { StripePayouts } from './stripe-payouts.client.js';
import { StripeReversals } from './stripe-reversals.client.js';
import { StripeModule } from './stripe.module.js';

/** Payouts by transfers at Stripe. */
@Module({ imports: [StripeModule, SettlementModule], providers: [StripePayouts, StripeReversals] })
export class StripePayoutsModule implements OnModuleInit {
  constructor(
    @Inject(CONFIG) private readonly config: Pick<Config, 'stripe'>,
    private readonly providers: PayoutProviders,
    private readonly settlement: Settlement,
    private readonly inbox: ReceiveStripeEvent,
    private readonly stripe: StripePayouts,
  ) {}

  onModuleInit(): void {
    if (!this.config.stripe) return;
    this.providers.add(this.stripe);
    this.inbox.tell(TRANSFER_EVENTS, (eventId, body) => this.settlement.hear(this.stripe.name, eventId, body));
  }
}
