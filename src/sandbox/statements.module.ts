import { Module, type OnModuleInit } from '@nestjs/common';
import { BalanceReportsModule, ReportSources } from '../modules/balance-reports/index.js';
import { ReconciliationModule } from '../modules/reconciliation/index.js';
import { FetchStatement } from './fetch-statement.js';
import { SandboxReports } from './sandbox-reports.js';
import { SandboxStatementsController } from './statements.controller.js';

@Module({
  imports: [BalanceReportsModule, ReconciliationModule],
  controllers: [SandboxStatementsController],
  providers: [FetchStatement],
})
export class SandboxStatementsModule implements OnModuleInit {
  constructor(
    private readonly sources: ReportSources,
    private readonly statements: FetchStatement,
  ) {}

  onModuleInit(): void {
    this.sources.add(new SandboxReports('provider', this.statements));
    this.sources.add(new SandboxReports('bank', this.statements));
  }
}
