import { Body, Controller, Get, HttpCode, Post, Query } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import type { Actor, Id } from '../../kernel/index.js';
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
import { CancelPayout } from './cancel-payout.js';
import { PayoutQueries } from './payout-queries.js';
import {
  CancelPayoutDto,
  FinancePayoutQuery,
  PayoutDetailView,
  PayoutPage,
  PayoutSwitchDto,
  PayoutSwitchesView,
  PayoutSwitchView,
} from './payouts.dto.js';
import { SetPayoutSwitch } from './set-payout-switch.js';

@ApiTags('payouts')
@Controller('v1/finance')
export class FinancePayoutsController {
  constructor(
    private readonly queries: PayoutQueries,
    private readonly cancelPayout: CancelPayout,
    private readonly setSwitch: SetPayoutSwitch,
  ) {}

  /** List payouts. Newest first. */
  @Get('payouts')
  @Access({ roles: ['finance'] })
  @Audited('payout')
  list(@Caller() actor: Actor, @Query() query: FinancePayoutQuery): Promise<PayoutPage> {
    return this.queries.all(actor, query);
  }

  /** Read any payout. With what it consists of. */
  @Get('payouts/:payoutId')
  @Access({ roles: ['finance'] })
  @Audited('payout', 'payoutId')
  @Throws(NotFound)
  payout(@Caller() actor: Actor, @WireId('pyo', 'payoutId') id: Id<'pyo'>): Promise<PayoutDetailView> {
    return this.queries.one(actor, null, id);
  }

  /** Cancel a payout. Possible until the bank was asked; the money is available again. */
  @Post('payouts/:payoutId/cancellation')
  @HttpCode(200)
  @Access({ roles: ['finance'] })
  @Idempotent()
  @Throws(NotFound, IllegalTransition)
  cancel(
    @Caller() actor: Actor,
    @WireId('pyo', 'payoutId') id: Id<'pyo'>,
    @Body() body: CancelPayoutDto,
    @IdempotencyScope() once: Once,
  ): Promise<PayoutDetailView> {
    return this.cancelPayout.run(actor, id, body.reason, once);
  }

  /** Read the payout switches. The latest of each scope. */
  @Get('payout-switches')
  @Access({ roles: ['finance'] })
  listSwitches(): Promise<PayoutSwitchesView> {
    return this.queries.switches();
  }

  /** Switch payouts off or on. For the platform, a currency or a provider; what the bank has is not called back. */
  @Post('payout-switches')
  @Access({ roles: ['finance'] })
  @Idempotent('optional')
  switch(
    @Caller() actor: Actor,
    @Body() body: PayoutSwitchDto,
    @IdempotencyScope() once: Once,
  ): Promise<PayoutSwitchView> {
    return this.setSwitch.run(actor, body, once);
  }
}
