import { Body, Controller, Get, HttpCode, Post, Put } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import type { Actor, Id } from '../../kernel/index.js';
import { Audited } from '../../platform/audit/index.js';
import {
  Access,
  Caller,
  IdempotencyScope,
  Idempotent,
  IfMatch,
  NotFound,
  Once,
  OwnMatter,
  StaleVersion,
  Throws,
  Versioned,
  WireId,
} from '../../platform/http/index.js';
import { DecideAccountCheck } from './decide-account-check.js';
import { AccountDecisionDto, PayoutAccountDto, PayoutAccountView } from './payout-account.dto.js';
import { PayoutAccountQueries } from './payout-account-queries.js';
import { PutPayoutAccount } from './put-payout-account.js';
import { PayoutAccountDecided } from './sellers.errors.js';

@ApiTags('payout account')
@Controller('v1/sellers/:sellerId/payout-account')
export class PayoutAccountController {
  constructor(
    private readonly queries: PayoutAccountQueries,
    private readonly putAccount: PutPayoutAccount,
    private readonly decideCheck: DecideAccountCheck,
  ) {}

  /** The account that the seller is paid to, without its number. */
  @Get()
  @Access({ roles: ['seller', 'finance'] })
  @Audited('payout_account', 'sellerId')
  @Versioned()
  @Throws(NotFound)
  get(@Caller() actor: Actor, @WireId('sel', 'sellerId') sellerId: Id<'sel'>): Promise<PayoutAccountView> {
    return this.queries.get(actor, sellerId);
  }

  /** Name the account that the seller is paid to. It is verified, and payouts to it start 72 hours later. */
  @Put()
  @Access({ roles: ['seller'] })
  @Versioned()
  @Throws(NotFound, StaleVersion)
  put(
    @Caller() actor: Actor,
    @WireId('sel', 'sellerId') sellerId: Id<'sel'>,
    @IfMatch() version: number,
    @Body() body: PayoutAccountDto,
  ): Promise<PayoutAccountView> {
    return this.putAccount.run(actor, sellerId, version, body);
  }

  /** Decide whether the payout account is the seller's. For those that nobody could tell about automatically. */
  @Post('verification-decision')
  @HttpCode(200)
  @Access({ roles: ['finance'] })
  @Idempotent('optional')
  @Throws(NotFound, OwnMatter, PayoutAccountDecided)
  decide(
    @Caller() actor: Actor,
    @WireId('sel', 'sellerId') sellerId: Id<'sel'>,
    @Body() body: AccountDecisionDto,
    @IdempotencyScope() once: Once,
  ): Promise<PayoutAccountView> {
    return this.decideCheck.run(actor, sellerId, body, once);
  }
}
