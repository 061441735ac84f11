import { Controller, Headers, HttpCode, Post, Req } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import { Access, RateClass, Throws, type RawRequest } from '../../platform/http/index.js';
import { ReceiveBankEvent } from './receive-bank-event.js';
import { WebhookRefused } from './settlement.errors.js';

@ApiTags('provider events')
@Controller('v1/bank-events')
export class BankEventsController {
  constructor(private readonly receive: ReceiveBankEvent) {}

  /** Take a message of the bank. Signed by Standard Webhooks; a repeated message changes nothing. */
  @Post('sandbox')
  @HttpCode(204)
  @RateClass('inbound')
  @Access({ roles: ['anyone'] })
  @Throws(WebhookRefused)
  async take(
    @Headers('webhook-id') id: string | undefined,
    @Headers('webhook-timestamp') timestamp: string | undefined,
    @Headers('webhook-signature') signature: string | undefined,
    @Req() request: RawRequest,
  ): Promise<void> {
    const body = request.rawBody?.toString() ?? '';
    await this.receive.run({ id: id ?? '', timestamp: timestamp ?? '', signature: signature ?? '', body });
  }
}
