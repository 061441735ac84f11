import { Module } from '@nestjs/common';
import { DebtsModule } from '../debts/index.js';
import { LedgerModule } from '../ledger/index.js';
import { SellerHoldsModule } from '../seller-holds/index.js';
import { SettlementModule } from '../settlement/index.js';
import { AskProvider } from './ask-provider.js';
import { BookCollection } from './book-collection.js';
import { DebtCollectionQueries } from './debt-collection-queries.js';
import { DebtCollectionsController } from './debt-collections.controller.js';
import { DebtCollectionJobs } from './debt-collections.jobs.js';
import { DebtCollectionMetrics } from './debt-collections.metrics.js';
import { DebtCollections } from './debt-collections.repository.js';
import { RecordReversal } from './record-reversal.js';
import { RequestCollection } from './request-collection.js';
import { ReservePart } from './reserve-part.js';
import { SettleCollection } from './settle-collection.js';
import { SubmitCollection } from './submit-collection.js';

@Module({
  imports: [DebtsModule, LedgerModule, SellerHoldsModule, SettlementModule],
  controllers: [DebtCollectionsController],
  providers: [
    AskProvider,
    BookCollection,
    DebtCollectionJobs,
    DebtCollectionMetrics,
    DebtCollectionQueries,
    DebtCollections,
    RecordReversal,
    RequestCollection,
    ReservePart,
    SettleCollection,
    SubmitCollection,
  ],
})
export class DebtCollectionsModule {}
