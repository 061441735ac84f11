import { Module } from '@nestjs/common';
import { ReconciliationModule } from '../modules/reconciliation/index.js';
import { FetchStatement } from './fetch-statement.js';
import { SandboxStatementsController } from './statements.controller.js';

@Module({
  imports: [ReconciliationModule],
  controllers: [SandboxStatementsController],
  providers: [FetchStatement],
})
export class SandboxStatementsModule {}
