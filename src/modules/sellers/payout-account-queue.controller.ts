import { Controller, Get, Query } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import { Audited } from '../../platform/audit/index.js';
import { Access, PageQuery } from '../../platform/http/index.js';
import { PayoutAccountPage } from './payout-account.dto.js';
import { PayoutAccountQueries } from './payout-account-queries.js';

@ApiTags('payout account')
@Controller('v1/finance/payout-account-verifications')
export class PayoutAccountQueueController {
  constructor(private readonly queries: PayoutAccountQueries) {}

  /** List payout accounts that nobody could tell about automatically. The longest waiting first. */
  @Get()
  @Access({ roles: ['finance'] })
  @Audited('payout_account', undefined, 'sellerId')
  list(@Query() query: PageQuery): Promise<PayoutAccountPage> {
    return this.queries.undecided(query);
  }
}
