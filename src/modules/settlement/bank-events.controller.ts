import { Controller, HttpCode, Inject } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import { CONFIG, type Config } from '../../platform/config/index.js';
import { idOfSigned, type InboundMessage } from '../../platform/crypto/index.js';
import { Inbound, TakesMessages } from '../../platform/http/index.js';
import { ReceiveBankEvent } from './receive-bank-event.js';
import { WebhookRefused } from './settlement.errors.js';

@ApiTags('provider events')
@Controller('v1/bank-events')
export class BankEventsController {
  constructor(
    private readonly receive: ReceiveBankEvent,
    @Inject(CONFIG) private readonly config: Pick<Config, 'providerWebhookSecret'>,
  ) {}

  /** Take a message of the bank. Signed by Standard Webhooks; a repeated message changes nothing. */
  @HttpCode(204)
  @TakesMessages('sandbox', WebhookRefused)
  async take(@Inbound() message: InboundMessage): Promise<void> {
    const id = idOfSigned(this.config.providerWebhookSecret, message);
    if (id === undefined) throw new WebhookRefused({});
    await this.receive.run('sandbox', id, message.body);
  }
}
