import { Module } from '@nestjs/common';
import { DateJournals } from './date-journals.js';
import { Holds } from './holds.js';
import { HoldsRepository } from './holds.repository.js';
import { LedgerJobs } from './ledger.jobs.js';
import { LedgerRepository } from './ledger.repository.js';
import { Ledger } from './ledger.js';
import { PostingRepository } from './posting.repository.js';
import { TransferCredit } from './transfer-credit.js';

@Module({
  providers: [
    DateJournals,
    Holds,
    HoldsRepository,
    Ledger,
    LedgerJobs,
    LedgerRepository,
    PostingRepository,
    TransferCredit,
  ],
  exports: [Holds, Ledger, TransferCredit],
})
export class LedgerModule {}
