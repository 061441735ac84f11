import { Body, Controller, HttpCode, Post } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import {
  fileView,
  ImportedFileView,
  StatementContradicts,
  StatementMalformed,
} from '../modules/reconciliation/index.js';
import { StatementUnbalanced, StatementWithoutBalance } from '../modules/reconciliation/index.js';
import { Access, Throws, Unavailable } from '../platform/http/index.js';
import { FetchStatement } from './fetch-statement.js';
import { FetchStatementDto } from './statements.dto.js';

/** Exists in sandboxes only. */
@ApiTags('sandbox')
@Controller('v1/sandbox/statements')
export class SandboxStatementsController {
  constructor(private readonly fetchStatement: FetchStatement) {}

  /**
   * Fetch what the sandbox provider or its bank reports and take it in, as for the accounts `sandbox-balance` and
   * `sandbox-bank`; on request with something wrong. In sandboxes only.
   */
  @Post()
  @HttpCode(200)
  @Access({ roles: ['anyone'] })
  @Throws(StatementContradicts, StatementMalformed, StatementUnbalanced, StatementWithoutBalance, Unavailable)
  async take(@Body() body: FetchStatementDto): Promise<ImportedFileView> {
    const { file, isRepeated } = await this.fetchStatement.run(body);
    return { ...fileView(file), isRepeated };
  }
}
