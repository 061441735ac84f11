import { Module } from '@nestjs/common';
import { TermsModule } from '../../platform/terms/index.js';
import { IdentityModule } from '../identity/index.js';
import { LedgerModule } from '../ledger/index.js';
import { NetTermsModule } from '../net-terms/index.js';
import { SettlementModule } from '../settlement/index.js';
import { AccountsRepository } from './accounts.repository.js';
import { AssignBreak } from './assign-break.js';
import { AgeBreaks } from './age-breaks.js';
import { AgingRepository } from './aging.repository.js';
import { BookLines } from './book-lines.js';
import { ReconciliationBreaksController } from './breaks.controller.js';
import { BreaksRepository } from './breaks.repository.js';
import { CloseBreak } from './close-break.js';
import { FilesRepository } from './files.repository.js';
import { ImportStatement } from './import-statement.js';
import { MatchLines } from './match-lines.js';
import { MatchingRepository } from './matching.repository.js';
import { OpenAccount } from './open-account.js';
import { ProposalsRepository } from './proposals.repository.js';
import { ReconciliationJobs } from './reconciliation.jobs.js';
import { ReconciliationMetrics } from './reconciliation.metrics.js';
import { ReconciliationQueries } from './reconciliation-queries.js';
import { ReconciliationThresholdsController } from './reconciliation-thresholds.controller.js';
import { Reconciliation } from './reconciliation.js';
import { RevenueSweeps } from './revenue-sweeps.repository.js';
import { ResolveBreak } from './resolve-break.js';
import { ReconciliationController } from './reconciliation.controller.js';

@Module({
  imports: [IdentityModule, LedgerModule, NetTermsModule, SettlementModule, TermsModule],
  controllers: [ReconciliationBreaksController, ReconciliationController, ReconciliationThresholdsController],
  providers: [
    AccountsRepository,
    AgeBreaks,
    AgingRepository,
    AssignBreak,
    BookLines,
    BreaksRepository,
    CloseBreak,
    FilesRepository,
    ImportStatement,
    MatchLines,
    MatchingRepository,
    OpenAccount,
    ProposalsRepository,
    Reconciliation,
    ReconciliationJobs,
    ReconciliationMetrics,
    ReconciliationQueries,
    ResolveBreak,
    RevenueSweeps,
  ],
  exports: [Reconciliation],
})
export class ReconciliationModule {}
