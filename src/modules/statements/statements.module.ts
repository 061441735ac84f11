import { Module } from '@nestjs/common';
import { FeeInvoicesModule } from '../fee-invoices/index.js';
import { ControlRepository } from './control.repository.js';
import { ControlTotals } from './control-totals.js';
import { FinanceStatementsController } from './finance-statements.controller.js';
import { IssueOnDemand } from './issue-on-demand.js';
import { IssueStatement } from './issue-statement.js';
import { IssueStatements } from './issue-statements.js';
import { IssuingRepository } from './issuing.repository.js';
import { SellerStatementsController } from './seller-statements.controller.js';
import { StatementDocuments } from './statement-documents.js';
import { StatementLines } from './statement-lines.repository.js';
import { StatementQueries } from './statement-queries.js';
import { StatementReads } from './statement-reads.repository.js';
import { StatementsJobs } from './statements.jobs.js';
import { VerifyStatement } from './verify-statement.js';

@Module({
  imports: [FeeInvoicesModule],
  controllers: [SellerStatementsController, FinanceStatementsController],
  providers: [
    ControlRepository,
    ControlTotals,
    IssueOnDemand,
    IssueStatement,
    IssueStatements,
    IssuingRepository,
    StatementDocuments,
    StatementLines,
    StatementQueries,
    StatementReads,
    StatementsJobs,
    VerifyStatement,
  ],
})
export class StatementsModule {}
