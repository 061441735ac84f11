import { Body, Controller, Get, Post, Query } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import type { UserActor } from '../../kernel/index.js';
import {
  Access,
  Caller,
  IdempotencyScope,
  Idempotent,
  Invalid,
  Once,
  PageQuery,
  Throws,
} from '../../platform/http/index.js';
import { FxQueries } from './fx-queries.js';
import {
  FxDealDto,
  FxDealPage,
  FxDealView,
  FxPositionList,
  FxRateDto,
  FxRatePage,
  FxRateQuery,
  FxRateView,
} from './fx.dto.js';
import { FxDealKnown, FxPositionSmaller } from './fx.errors.js';
import { RecordDeal } from './record-deal.js';
import { SetRate } from './set-rate.js';

const FINANCE = { roles: ['finance'] } as const;

@ApiTags('currencies')
@Controller('v1/finance/fx')
export class FinanceFxController {
  constructor(
    private readonly queries: FxQueries,
    private readonly setRate: SetRate,
    private readonly recordDeal: RecordDeal,
  ) {}

  /** List the versions of rates, the latest first. */
  @Get('rates')
  @Access(FINANCE)
  versions(@Query() query: FxRateQuery): Promise<FxRatePage> {
    return this.queries.versions(query);
  }

  /** Set a rate and its spread. A new version of the pair; quotes that are out and orders keep theirs. */
  @Post('rates')
  @Access(FINANCE)
  @Idempotent('optional')
  @Throws(Invalid)
  set(@Caller() actor: UserActor, @Body() body: FxRateDto, @IdempotencyScope() once: Once): Promise<FxRateView> {
    return this.setRate.run(actor, body, once);
  }

  /** Read the open positions. What waits to be converted at the bank, by pair of currencies. */
  @Get('positions')
  @Access(FINANCE)
  positions(): Promise<FxPositionList> {
    return this.queries.openPositions();
  }

  /** List deals, the latest first. */
  @Get('deals')
  @Access(FINANCE)
  deals(@Query() query: PageQuery): Promise<FxDealPage> {
    return this.queries.deals(query);
  }

  /**
   * Record a deal: a conversion made at the bank. Never more than waits to be sold; what the bank gave more or less than
   * was expected is a gain or a loss.
   */
  @Post('deals')
  @Access(FINANCE)
  @Idempotent()
  @Throws(Invalid, FxPositionSmaller, FxDealKnown)
  deal(@Caller() actor: UserActor, @Body() body: FxDealDto, @IdempotencyScope() once: Once): Promise<FxDealView> {
    return this.recordDeal.run(actor, body, once);
  }
}
