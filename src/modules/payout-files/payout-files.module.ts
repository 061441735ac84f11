import { Module } from '@nestjs/common';
import { SettlementModule } from '../settlement/index.js';
import { BankFile } from './bank-file.provider.js';
import { CollectPayouts } from './collect-payouts.js';
import { FileAccounts } from './file-accounts.repository.js';
import { PayoutBatchQueries } from './payout-batch-queries.js';
import { PayoutBatches } from './payout-batches.repository.js';
import { PayoutFilesController } from './payout-files.controller.js';
import { PutFileAccount } from './put-file-account.js';
import { RecordReturnFile } from './record-return-file.js';

@Module({
  imports: [SettlementModule],
  controllers: [PayoutFilesController],
  providers: [
    BankFile,
    CollectPayouts,
    FileAccounts,
    PayoutBatches,
    PayoutBatchQueries,
    PutFileAccount,
    RecordReturnFile,
  ],
})
export class PayoutFilesModule {}
