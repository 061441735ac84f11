import { Module } from '@nestjs/common';
import { LedgerModule } from '../ledger/index.js';
import { AccountFreezesController } from './account-freezes.controller.js';
import { AccountFreezes } from './account-freezes.repository.js';
import { BookQueries } from './book-queries.js';
import { Books } from './books.js';
import { BooksJobs } from './books.jobs.js';
import { BooksMetrics } from './books.metrics.js';
import { CheckBooks } from './check-books.js';
import { ClosePeriod } from './close-period.js';
import { ExportHead } from './export-head.js';
import { FinanceLedgerController } from './finance-ledger.controller.js';
import { FinanceWatchController } from './finance-watch.controller.js';
import { FinancePeriodsController } from './finance-periods.controller.js';
import { FreezeAccount } from './freeze-account.js';
import { PeriodQueries } from './period-queries.js';
import { PeriodsRepository } from './periods.repository.js';
import { ReadingRepository } from './reading.repository.js';
import { SealBooks } from './seal-books.js';
import { SealsRepository } from './seals.repository.js';
import { SnapshotsRepository } from './snapshots.repository.js';
import { TakeSnapshot } from './take-snapshot.js';
import { WatchBooks } from './watch-books.js';
import { WatchQueries } from './watch-queries.js';
import { WatchRepository } from './watch.repository.js';

@Module({
  imports: [LedgerModule],
  controllers: [AccountFreezesController, FinanceLedgerController, FinancePeriodsController, FinanceWatchController],
  providers: [
    AccountFreezes,
    BookQueries,
    Books,
    ReadingRepository,
    BooksJobs,
    BooksMetrics,
    CheckBooks,
    ClosePeriod,
    ExportHead,
    FreezeAccount,
    PeriodQueries,
    PeriodsRepository,
    SealBooks,
    SealsRepository,
    SnapshotsRepository,
    TakeSnapshot,
    WatchBooks,
    WatchQueries,
    WatchRepository,
  ],
  exports: [Books],
})
export class BooksModule {}
