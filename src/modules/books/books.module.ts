import { Module } from '@nestjs/common';
import { LedgerModule } from '../ledger/index.js';
import { BookQueries } from './book-queries.js';
import { Books } from './books.js';
import { BooksJobs } from './books.jobs.js';
import { ClosePeriod } from './close-period.js';
import { FinanceLedgerController } from './finance-ledger.controller.js';
import { FinancePeriodsController } from './finance-periods.controller.js';
import { PeriodQueries } from './period-queries.js';
import { PeriodsRepository } from './periods.repository.js';
import { ReadingRepository } from './reading.repository.js';
import { SealBooks } from './seal-books.js';
import { SealsRepository } from './seals.repository.js';
import { SnapshotsRepository } from './snapshots.repository.js';
import { TakeSnapshot } from './take-snapshot.js';

@Module({
  imports: [LedgerModule],
  controllers: [FinanceLedgerController, FinancePeriodsController],
  providers: [
    BookQueries,
    Books,
    ReadingRepository,
    BooksJobs,
    ClosePeriod,
    PeriodQueries,
    PeriodsRepository,
    SealBooks,
    SealsRepository,
    SnapshotsRepository,
    TakeSnapshot,
  ],
  exports: [Books],
})
export class BooksModule {}
