import { Body, Controller, Get, Post, Query } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import type { UserActor } from '../../kernel/index.js';
import {
  Access,
  Caller,
  Idempotent,
  IdempotencyScope,
  Invalid,
  PageQuery,
  Throws,
  type Once,
} from '../../platform/http/index.js';
import { SetThresholds } from './set-thresholds.js';
import { TierQueries } from './tier-queries.js';
import { SetTierThresholdsDto, TierThresholdsPage, TierThresholdsView } from './tiers.dto.js';
import { ThresholdsChangedMeanwhile } from './tiers.errors.js';

const STAFF = { roles: ['risk', 'finance'] } as const;

@ApiTags('tiers')
@Controller('v1/risk/tier-thresholds')
export class TierThresholdsController {
  constructor(
    private readonly queries: TierQueries,
    private readonly setThresholds: SetThresholds,
  ) {}

  /** List by what sellers are judged. Every version, the one in force first. */
  @Get()
  @Access(STAFF)
  list(@Query() query: PageQuery): Promise<TierThresholdsPage> {
    return this.queries.rules(query);
  }

  /** Say by what sellers are judged from now on. */
  @Post()
  @Access(STAFF)
  @Idempotent('optional')
  @Throws(Invalid, ThresholdsChangedMeanwhile)
  create(
    @Caller() actor: UserActor,
    @Body() body: SetTierThresholdsDto,
    @IdempotencyScope() once: Once,
  ): Promise<TierThresholdsView> {
    return this.setThresholds.run(actor, body, once);
  }
}
