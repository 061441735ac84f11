import type { Readable } from 'node:stream';
import { Body, Controller, Get, HttpCode, Post, Query } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import type { Id, UserActor } from '../../kernel/index.js';
import { Audited } from '../../platform/audit/index.js';
import {
  Access,
  Caller,
  FileBody,
  FileExpected,
  IdempotencyScope,
  Idempotent,
  NotFound,
  Once,
  PageQuery,
  TakesFile,
  Throws,
  WireId,
} from '../../platform/http/index.js';
import { ReconciliationItemPage } from './breaks.dto.js';
import { ImportStatement } from './import-statement.js';
import { OpenAccount } from './open-account.js';
import {
  ImportedFileView,
  OpenReconciliationAccountDto,
  ReconciliationAccountView,
  ReconciliationStandingPage,
  StatementFilePage,
  StatementFileQuery,
  StatementFilesQuery,
} from './reconciliation.dto.js';
import {
  AccountCodeTaken,
  FormatNotOfAccount,
  StatementContradicts,
  StatementMalformed,
  StatementOfOtherAccount,
  StatementTooLarge,
  StatementUnbalanced,
  StatementWithoutBalance,
} from './reconciliation.errors.js';
import { ReconciliationQueries } from './reconciliation-queries.js';
import { fileView } from './reconciliation.view.js';

const FINANCE = { roles: ['finance'] } as const;

@ApiTags('reconciliation')
@Controller('v1/finance/reconciliation')
export class ReconciliationController {
  constructor(
    private readonly queries: ReconciliationQueries,
    private readonly openAccount: OpenAccount,
    private readonly imports: ImportStatement,
  ) {}

  /** List the accounts that statements are about, and how they stand: breaks by age, the share that matched. */
  @Get('accounts')
  @Access(FINANCE)
  accounts(): Promise<ReconciliationStandingPage> {
    return this.queries.standing();
  }

  /** Open an account: a balance at a provider or at a bank whose statements will come in. */
  @Post('accounts')
  @Access(FINANCE)
  @Idempotent('optional')
  @Throws(AccountCodeTaken)
  open(@Body() body: OpenReconciliationAccountDto, @IdempotencyScope() once: Once): Promise<ReconciliationAccountView> {
    return this.openAccount.run(body, once);
  }

  /**
   * Take in a balance report of a provider or a statement of a bank, as it is, at most 32 MiB. All of it or nothing: what
   * cannot be read is told with its line and column. The same file again, and lines that the account has already,
   * change nothing. Fees, settlements, payouts and unknown credits that it tells of first are booked.
   */
  @Post('accounts/:statementAccountId/files')
  @HttpCode(200)
  @Access(FINANCE)
  @TakesFile()
  @Throws(
    FileExpected,
    FormatNotOfAccount,
    NotFound,
    StatementContradicts,
    StatementMalformed,
    StatementOfOtherAccount,
    StatementTooLarge,
    StatementUnbalanced,
    StatementWithoutBalance,
  )
  async take(
    @Caller() actor: UserActor,
    @WireId('rac', 'statementAccountId') accountId: Id<'rac'>,
    @Query() { format, encoding, decimal }: StatementFileQuery,
    @FileBody() file: Readable | undefined,
  ): Promise<ImportedFileView> {
    const sign = decimal === undefined ? undefined : decimal === 'comma' ? ',' : '.';
    const imported = await this.imports.run(accountId, file, { format, encoding, decimal: sign }, actor.userId);
    return { ...fileView(imported.file), isRepeated: imported.isRepeated };
  }

  /** List the files that were taken in, newest first. */
  @Get('files')
  @Access(FINANCE)
  files(@Query() query: StatementFilesQuery): Promise<StatementFilePage> {
    return this.queries.files(query);
  }

  /** List the lines that a file added, and what became of them. */
  @Get('files/:statementFileId/lines')
  @Access(FINANCE)
  @Audited('bank_line')
  lines(
    @WireId('rfl', 'statementFileId') fileId: Id<'rfl'>,
    @Query() query: PageQuery,
  ): Promise<ReconciliationItemPage> {
    return this.queries.lines(fileId, query);
  }
}
