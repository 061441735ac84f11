import { Module } from '@nestjs/common';
import { CaseQueries } from './case-queries.js';
import { CasesController } from './cases.controller.js';
import { CasesRepository } from './cases.repository.js';
import { ClaimCase } from './claim-case.js';
import { DecideCase } from './decide-case.js';
import { LiveScreeningSet } from './live-screening-set.js';
import { Moderation } from './moderation.js';
import { ModerationJobs } from './moderation.jobs.js';
import { OpenCase } from './open-case.js';
import { ReportListing } from './report-listing.js';
import { ReportsController } from './reports.controller.js';
import { ReportsRepository } from './reports.repository.js';
import { ReturnCase } from './return-case.js';
import { ScreenListing } from './screen-listing.js';
import { ScreeningsRepository } from './screenings.repository.js';
import { StatementQueries } from './statement-queries.js';
import { StatementsController } from './statements.controller.js';
import { StatementsRepository } from './statements.repository.js';
import { WriteDecision } from './write-decision.js';

const REPOSITORIES = [CasesRepository, ReportsRepository, ScreeningsRepository, StatementsRepository];
const VERBS = [ScreenListing, OpenCase, ClaimCase, ReturnCase, DecideCase, WriteDecision, ReportListing];

@Module({
  controllers: [CasesController, ReportsController, StatementsController],
  providers: [Moderation, ModerationJobs, LiveScreeningSet, CaseQueries, StatementQueries, ...REPOSITORIES, ...VERBS],
  exports: [Moderation],
})
export class ModerationModule {}
