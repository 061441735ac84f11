import { Body, Controller, Get, Post } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import type { UserActor } from '../../kernel/index.js';
import { Access, Caller, IdempotencyScope, Idempotent, Once, Throws } from '../../platform/http/index.js';
import { InstantFeesView, InstantFeeView, SetInstantFeeDto } from './instant-payouts.dto.js';
import { InstantFeeChangedMeanwhile } from './instant-payouts.errors.js';
import { SetInstantFee } from './set-instant-fee.js';

const FINANCE = { roles: ['finance'] } as const;

@ApiTags('payouts')
@Controller('v1/finance/instant-payout-fees')
export class InstantFeesController {
  constructor(private readonly setFee: SetInstantFee) {}

  /** List what instant payouts cost, by currency. The version in force of each. */
  @Get()
  @Access(FINANCE)
  list(): Promise<InstantFeesView> {
    return this.setFee.current();
  }

  /** Set what instant payouts in a currency cost. A new version from now on; what was charged stays. */
  @Post()
  @Access(FINANCE)
  @Idempotent('optional')
  @Throws(InstantFeeChangedMeanwhile)
  create(
    @Caller() actor: UserActor,
    @Body() body: SetInstantFeeDto,
    @IdempotencyScope() once: Once,
  ): Promise<InstantFeeView> {
    return this.setFee.run(actor, body, once);
  }
}
