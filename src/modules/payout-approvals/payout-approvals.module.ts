import { Module } from '@nestjs/common';
import { SellersModule } from '../sellers/index.js';
import { SettlementModule } from '../settlement/index.js';
import { ApprovePayout } from './approve-payout.js';
import { PayoutAlarms } from './payout-alarms.js';
import { PayoutApprovalQueries } from './payout-approval-queries.js';
import { PayoutApprovalsController } from './payout-approvals.controller.js';
import { PayoutApprovals } from './payout-approvals.repository.js';
import { RequestPayout } from './request-payout.js';

@Module({
  imports: [SellersModule, SettlementModule],
  controllers: [PayoutApprovalsController],
  providers: [ApprovePayout, PayoutAlarms, PayoutApprovalQueries, PayoutApprovals, RequestPayout],
})
export class PayoutApprovalsModule {}
