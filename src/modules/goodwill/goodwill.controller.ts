import { Body, Controller, Get, HttpCode, Post, Query } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import type { Id, UserActor } from '../../kernel/index.js';
import { Audited } from '../../platform/audit/index.js';
import { IllegalTransition } from '../../platform/database/index.js';
import {
  Access,
  Caller,
  IdempotencyScope,
  Idempotent,
  NotFound,
  Once,
  Throws,
  WireId,
} from '../../platform/http/index.js';
import { DecideGoodwill } from './decide-goodwill.js';
import { GoodwillQueries } from './goodwill-queries.js';
import {
  GoodwillLimitList,
  GoodwillLimitView,
  GoodwillPage,
  GoodwillQuery,
  GoodwillView,
  GrantGoodwillDto,
  SetGoodwillLimitDto,
} from './goodwill.dto.js';
import { GoodwillForOneself, GoodwillLimitChangedMeanwhile, GoodwillSecondPersonNeeded } from './goodwill.errors.js';
import { GrantGoodwill } from './grant-goodwill.js';

const STAFF = { roles: ['moderator', 'risk', 'finance'] } as const;
const FINANCE = { roles: ['finance'] } as const;

@ApiTags('goodwill')
@Controller('v1/goodwill')
export class GoodwillController {
  constructor(
    private readonly grantGoodwill: GrantGoodwill,
    private readonly decide: DecideGoodwill,
    private readonly queries: GoodwillQueries,
  ) {}

  /**
   * Give money away. A buyer gets store credit, a seller an available balance: at once within what the caller's role
   * gives away alone on one day, else another person of finance decides and until then nothing is booked.
   */
  @Post()
  @Access(STAFF)
  @Idempotent()
  @Throws(NotFound, GoodwillForOneself)
  grant(
    @Caller() actor: UserActor,
    @Body() body: GrantGoodwillDto,
    @IdempotencyScope() once: Once,
  ): Promise<GoodwillView> {
    return this.grantGoodwill.run(actor, body, once);
  }

  /** List what was given away or proposed, newest first. */
  @Get()
  @Access(STAFF)
  @Audited('user', undefined, 'buyerId')
  list(@Query() query: GoodwillQuery): Promise<GoodwillPage> {
    return this.queries.page(query);
  }

  /** List the limits that are in force. */
  @Get('limits')
  @Access(STAFF)
  limits(): Promise<GoodwillLimitList> {
    return this.queries.limitsInForce();
  }

  /** Set the limit of a role in a currency. It is a new version. */
  @Post('limits')
  @Access({ roles: ['admin'] })
  @Idempotent('optional')
  @Throws(GoodwillLimitChangedMeanwhile)
  setLimit(
    @Caller() actor: UserActor,
    @Body() body: SetGoodwillLimitDto,
    @IdempotencyScope() once: Once,
  ): Promise<GoodwillLimitView> {
    return this.queries.setLimit(actor, body, once);
  }

  /** Approve what another person proposed; it is booked. */
  @Post(':goodwillId/approval')
  @HttpCode(200)
  @Access(FINANCE)
  @Idempotent()
  @Throws(NotFound, IllegalTransition, GoodwillForOneself, GoodwillSecondPersonNeeded)
  approve(
    @Caller() actor: UserActor,
    @WireId('gdw', 'goodwillId') id: Id<'gdw'>,
    @IdempotencyScope() once: Once,
  ): Promise<GoodwillView> {
    return this.decide.run(actor, id, 'approve', once);
  }

  /** Decline what another person proposed. */
  @Post(':goodwillId/refusal')
  @HttpCode(200)
  @Access(FINANCE)
  @Idempotent()
  @Throws(NotFound, IllegalTransition, GoodwillForOneself, GoodwillSecondPersonNeeded)
  refuse(
    @Caller() actor: UserActor,
    @WireId('gdw', 'goodwillId') id: Id<'gdw'>,
    @IdempotencyScope() once: Once,
  ): Promise<GoodwillView> {
    return this.decide.run(actor, id, 'decline', once);
  }
}
