import { Body, Controller, Get, Put } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import type { Actor, Id } from '../../kernel/index.js';
import { Audited } from '../../platform/audit/index.js';
import {
  Access,
  Caller,
  IfMatch,
  NotFound,
  StaleVersion,
  Throws,
  Versioned,
  WireId,
} from '../../platform/http/index.js';
import { PayoutAccountDto, PayoutAccountView } from './payout-account.dto.js';
import { PayoutAccountQueries } from './payout-account-queries.js';
import { PutPayoutAccount } from './put-payout-account.js';

@ApiTags('payout account')
@Controller('v1/sellers/:sellerId/payout-account')
export class PayoutAccountController {
  constructor(
    private readonly queries: PayoutAccountQueries,
    private readonly putAccount: PutPayoutAccount,
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

  /** Name the account that the seller is paid to. Payouts to it start 72 hours later. */
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
}
