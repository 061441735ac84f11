import { Module } from '@nestjs/common';
import { LedgerModule } from '../ledger/index.js';
import { Books } from './books.js';
import { BooksJobs } from './books.jobs.js';
import { SealBooks } from './seal-books.js';
import { SealsRepository } from './seals.repository.js';
import { SnapshotsRepository } from './snapshots.repository.js';
import { TakeSnapshot } from './take-snapshot.js';

@Module({
  imports: [LedgerModule],
  providers: [Books, BooksJobs, SealBooks, SealsRepository, SnapshotsRepository, TakeSnapshot],
  exports: [Books],
})
export class BooksModule {}
