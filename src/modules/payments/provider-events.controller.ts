import { Controller, HttpCode, Inject } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import { CONFIG, type Config } from '../../platform/config/index.js';
import { idOfSigned, type InboundMessage } from '../../platform/crypto/index.js';
import { Inbound, TakesMessages } from '../../platform/http/index.js';
import { SignatureInvalid } from './payments.errors.js';
import { ReceiveProviderEvent } from './receive-provider-event.js';

@ApiTags('provider events')
@Controller('v1/provider-events')
export class ProviderEventsController {
  constructor(
    private readonly receive: ReceiveProviderEvent,
    @Inject(CONFIG) private readonly config: Pick<Config, 'providerWebhookSecret'>,
  ) {}

  /** Take a signed message of the sandbox payment provider (Standard Webhooks). */
  @HttpCode(204)
  @TakesMessages('sandbox', SignatureInvalid)
  async sandbox(@Inbound() message: InboundMessage): Promise<void> {
    const id = idOfSigned(this.config.providerWebhookSecret, message);
    if (id === undefined) throw new SignatureInvalid({});
    await this.receive.run('sandbox', id, message.body);
  }
}
