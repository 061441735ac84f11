import { Controller, HttpCode } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import type { InboundMessage } from '../../platform/crypto/index.js';
import { Inbound, TakesMessages } from '../../platform/http/index.js';
import { SignatureInvalid } from '../payments/index.js';
import { ReceiveStripeEvent } from './receive-stripe-event.js';

@ApiTags('provider events')
@Controller('v1/provider-events')
export class StripeEventsController {
  constructor(private readonly receive: ReceiveStripeEvent) {}

  /** Take a message of Stripe, signed in `Stripe-Signature`; a repeated message changes nothing. */
  @HttpCode(204)
  @TakesMessages('stripe', SignatureInvalid)
  async take(@Inbound() message: InboundMessage): Promise<void> {
    await this.receive.run(message);
  }
}
