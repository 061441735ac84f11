import { Inject, Module, type OnModuleInit } from '@nestjs/common';
import { CONFIG, type Config } from '../../platform/config/index.js';
import { PaymentProviders, PaymentsModule } from '../payments/index.js';
import { ReceiveStripeEvent } from './receive-stripe-event.js';
import { StripeEventsController } from './stripe-events.controller.js';
import { StripePayments } from './stripe-payments.client.js';
import { StripeApi } from './stripe.api.js';

/** Cards by Stripe, and its messages. */
@Module({
  imports: [PaymentsModule],
  controllers: [StripeEventsController],
  providers: [StripeApi, StripePayments, ReceiveStripeEvent],
  exports: [StripeApi, ReceiveStripeEvent],
})
export class StripeModule implements OnModuleInit {
  constructor(
    @Inject(CONFIG) private readonly config: Pick<Config, 'stripe'>,
    private readonly providers: PaymentProviders,
    private readonly stripe: StripePayments,
  ) {}

  onModuleInit(): void {
    if (this.config.stripe) this.providers.add(this.stripe);
  }
}
