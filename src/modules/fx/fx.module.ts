import { Module } from '@nestjs/common';
import { LedgerModule } from '../ledger/index.js';
import { FinanceFxController } from './finance-fx.controller.js';
import { FxController } from './fx.controller.js';
import { FxJobs } from './fx.jobs.js';
import { FxMetrics } from './fx.metrics.js';
import { FxQueries } from './fx-queries.js';
import { Fx } from './fx.js';
import { GiveQuote } from './give-quote.js';
import { MakeQuotes } from './make-quotes.js';
import { PositionsRepository } from './positions.repository.js';
import { QuotesRepository } from './quotes.repository.js';
import { RatesRepository } from './rates.repository.js';
import { RecordDeal } from './record-deal.js';
import { SetRate } from './set-rate.js';

@Module({
  imports: [LedgerModule],
  controllers: [FxController, FinanceFxController],
  providers: [
    Fx,
    FxJobs,
    FxMetrics,
    FxQueries,
    GiveQuote,
    MakeQuotes,
    PositionsRepository,
    QuotesRepository,
    RatesRepository,
    RecordDeal,
    SetRate,
  ],
  exports: [Fx, RatesRepository],
})
export class FxModule {}
