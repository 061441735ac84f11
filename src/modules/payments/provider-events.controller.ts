import { Controller, Headers, HttpCode, Post, Req } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import { Access, RateClass, Throws, type RawRequest } from '../../platform/http/index.js';
import { SignatureInvalid } from './payments.errors.js';
import { ReceiveProviderEvent } from './receive-provider-event.js';

@ApiTags('provider events')
@Controller('v1/provider-events')
export class ProviderEventsController {
  constructor(private readonly receive: ReceiveProviderEvent) {}

  /** Take a signed message of the sandbox payment provider (Standard Webhooks). */
  @Post('sandbox')
  @HttpCode(204)
  @RateClass('inbound')
  @Access({ roles: ['anyone'] })
  @Throws(SignatureInvalid)
  async sandbox(
    @Headers('webhook-id') id: string | undefined,
    @Headers('webhook-timestamp') timestamp: string | undefined,
    @Headers('webhook-signature') signature: string | undefined,
    @Req() request: RawRequest,
  ): Promise<void> {
    const body = request.rawBody?.toString() ?? '';
    await this.receive.run('sandbox', { id: id ?? '', timestamp: timestamp ?? '', signature: signature ?? '', body });
  }
}
