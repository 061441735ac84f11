import { Body, Controller, Get, Post } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import type { Id, UserActor } from '../../kernel/index.js';
import {
  Access,
  Caller,
  IdempotencyScope,
  Idempotent,
  Invalid,
  NotFound,
  Once,
  Throws,
  WireId,
} from '../../platform/http/index.js';
import { FxQueries } from './fx-queries.js';
import { FxQuoteDto, FxQuoteView, FxRateList } from './fx.dto.js';
import { FxRateUnavailable } from './fx.errors.js';
import { GiveQuote } from './give-quote.js';

@ApiTags('currencies')
@Controller('v1/fx')
export class FxController {
  constructor(
    private readonly queries: FxQueries,
    private readonly giveQuote: GiveQuote,
  ) {}

  /** List current rates. The pairs that can be converted: from what buyers pay in to what sellers settle in. */
  @Get('rates')
  @Access({ roles: ['anyone'] })
  rates(): Promise<FxRateList> {
    return this.queries.current();
  }

  /**
   * Get a quote for paying in another currency. It is good until `expiresAt` and for one order; an order that names none
   * gets the rate of its time.
   */
  @Post('quotes')
  @Access({ roles: ['buyer'], scope: 'orders:write' })
  @Idempotent('optional')
  @Throws(Invalid, FxRateUnavailable)
  quote(@Caller() actor: UserActor, @Body() body: FxQuoteDto, @IdempotencyScope() once: Once): Promise<FxQuoteView> {
    return this.giveQuote.run(actor, body, once);
  }

  /** Read one of your quotes. */
  @Get('quotes/:quoteId')
  @Access({ roles: ['buyer'], scope: 'orders:read' })
  @Throws(NotFound)
  get(@Caller() actor: UserActor, @WireId('fxq', 'quoteId') id: Id<'fxq'>): Promise<FxQuoteView> {
    return this.queries.quote(actor, id);
  }
}
