import { Module } from '@nestjs/common';
import { FinanceLedgerController } from './finance-ledger.controller.js';
import { Holds } from './holds.js';
import { HoldsRepository } from './holds.repository.js';
import { LedgerJobs } from './ledger.jobs.js';
import { LedgerQueries } from './ledger-queries.js';
import { LedgerRepository } from './ledger.repository.js';
import { Ledger } from './ledger.js';
import { PostingRepository } from './posting.repository.js';

@Module({
  controllers: [FinanceLedgerController],
  providers: [Holds, HoldsRepository, Ledger, LedgerJobs, LedgerQueries, LedgerRepository, PostingRepository],
  exports: [Holds, Ledger],
})
export class LedgerModule {}
