import { Module } from '@nestjs/common';
import { DateJournals } from './date-journals.js';
import { Holds } from './holds.js';
import { HoldsRepository } from './holds.repository.js';
import { LedgerJobs } from './ledger.jobs.js';
import { LedgerRepository } from './ledger.repository.js';
import { Ledger } from './ledger.js';
import { PostingRepository } from './posting.repository.js';

@Module({
  providers: [DateJournals, Holds, HoldsRepository, Ledger, LedgerJobs, LedgerRepository, PostingRepository],
  exports: [Holds, Ledger],
})
export class LedgerModule {}
