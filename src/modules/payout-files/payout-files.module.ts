import { Module } from '@nestjs/common';
import { SettlementModule } from '../settlement/index.js';
import { BankFile } from './bank-file.provider.js';
import { CollectPayouts } from './collect-payouts.js';
import { FileAccounts } from './file-accounts.repository.js';
import { HearLines } from './hear-lines.js';
import { PayoutBatchQueries } from './payout-batch-queries.js';
import { PayoutBatches } from './payout-batches.repository.js';
import { PayoutFilesController } from './payout-files.controller.js';
import { PutFileAccount } from './put-file-account.js';
import { RecordReturnFile } from './record-return-file.js';
import { RecordStatusReport } from './record-status-report.js';
import { StatusReportsController } from './status-reports.controller.js';
import { StatusReports } from './status-reports.repository.js';

@Module({
  imports: [SettlementModule],
  controllers: [PayoutFilesController, StatusReportsController],
  providers: [
    BankFile,
    CollectPayouts,
    FileAccounts,
    HearLines,
    PayoutBatches,
    PayoutBatchQueries,
    PutFileAccount,
    RecordReturnFile,
    RecordStatusReport,
    StatusReports,
  ],
})
export class PayoutFilesModule {}
