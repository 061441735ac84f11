import { Module } from '@nestjs/common';
import { LedgerModule } from '../ledger/index.js';
import { AssertNotCollected } from './assert-not-collected.js';
import { AssertOldEnough } from './assert-old-enough.js';
import { AssertOwed } from './assert-owed.js';
import { DebtAges } from './debt-ages.repository.js';
import { DebtTermsController } from './debt-terms.controller.js';
import { DebtTerms } from './debt-terms.repository.js';
import { DebtQueries } from './debt-queries.js';
import { DecideWriteOff } from './decide-write-off.js';
import { FinanceDebtsController } from './finance-debts.controller.js';
import { ProposeWriteOff } from './propose-write-off.js';
import { RecordReceipt } from './record-receipt.js';
import { SetDebtTerms } from './set-debt-terms.js';
import { WriteOffs } from './write-offs.repository.js';

@Module({
  imports: [LedgerModule],
  controllers: [FinanceDebtsController, DebtTermsController],
  providers: [
    AssertNotCollected,
    AssertOldEnough,
    AssertOwed,
    DebtAges,
    DebtQueries,
    DebtTerms,
    DecideWriteOff,
    ProposeWriteOff,
    RecordReceipt,
    SetDebtTerms,
    WriteOffs,
  ],
  exports: [AssertNotCollected, DebtAges],
})
export class DebtsModule {}
