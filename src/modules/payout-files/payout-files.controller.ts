import { Body, Controller, Get, Header, HttpCode, Param, Post, Put, Query } from '@nestjs/common';
import { ApiOkResponse, ApiProduces, ApiTags } from '@nestjs/swagger';
import { isCurrency, type Id, type UserActor } from '../../kernel/index.js';
import { Audited } from '../../platform/audit/index.js';
import {
  Access,
  Caller,
  IdempotencyScope,
  Idempotent,
  NotFound,
  Once,
  Throws,
  WireId,
} from '../../platform/http/index.js';
import { CollectPayouts } from './collect-payouts.js';
import { PayoutBatchQueries } from './payout-batch-queries.js';
import {
  CollectPayoutsDto,
  FileAccountDto,
  FileAccountsView,
  FileAccountView,
  PayoutBatchDetailView,
  PayoutBatchPage,
  PayoutBatchQuery,
  PayoutBatchView,
  ReturnFileDto,
  ReturnFileView,
} from './payout-files.dto.js';
import {
  FileAccountMissing,
  NothingToCollect,
  PayoutFileDiffers,
  ReturnFileUnreadable,
} from './payout-files.errors.js';
import { PutFileAccount } from './put-file-account.js';
import { RecordReturnFile } from './record-return-file.js';

const FINANCE = { roles: ['finance'] } as const;
const TEXT = { type: 'string', maxLength: 1_000_000 } as const;

@ApiTags('payouts')
@Controller('v1/finance')
export class PayoutFilesController {
  constructor(
    private readonly queries: PayoutBatchQueries,
    private readonly putAccount: PutFileAccount,
    private readonly collect: CollectPayouts,
    private readonly record: RecordReturnFile,
  ) {}

  /** List the accounts of ours that files draw on. */
  @Get('payout-file-accounts')
  @Access(FINANCE)
  accounts(): Promise<FileAccountsView> {
    return this.queries.accounts();
  }

  /** Name the account that the files of a currency draw on. Its payouts leave in files from now on, or no longer. */
  @Put('payout-file-accounts/:currency')
  @Access(FINANCE)
  @Idempotent('optional')
  @Throws(NotFound)
  account(
    @Caller() actor: UserActor,
    @Param('currency') currency: string,
    @Body() body: FileAccountDto,
    @IdempotencyScope() once: Once,
  ): Promise<FileAccountView> {
    if (!isCurrency(currency)) throw new NotFound({ what: 'currency' });
    return this.putAccount.run(actor, currency, body, once);
  }

  /** Collect the approved payouts of a currency into a file. At most 200; each payout is in one file only. */
  @Post('payout-batches')
  @Access(FINANCE)
  @Idempotent()
  @Throws(FileAccountMissing, NothingToCollect)
  create(
    @Caller() actor: UserActor,
    @Body() body: CollectPayoutsDto,
    @IdempotencyScope() once: Once,
  ): Promise<PayoutBatchView> {
    return this.collect.run(actor, body.currency, once);
  }

  /** List payout batches. Newest first. */
  @Get('payout-batches')
  @Access(FINANCE)
  list(@Query() query: PayoutBatchQuery): Promise<PayoutBatchPage> {
    return this.queries.page(query);
  }

  /** Read a payout batch. With what has become of its payouts. */
  @Get('payout-batches/:batchId')
  @Access(FINANCE)
  @Audited('payout_batch', 'batchId')
  @Throws(NotFound)
  get(@WireId('pba', 'batchId') id: Id<'pba'>): Promise<PayoutBatchDetailView> {
    return this.queries.one(id);
  }

  /** Download the file of a batch as CSV. The same bytes at any time. */
  @Get('payout-batches/:batchId/file.csv')
  @Access(FINANCE)
  @Audited('payout_batch', 'batchId')
  @Header('Content-Type', 'text/csv; charset=utf-8')
  @ApiProduces('text/csv')
  @ApiOkResponse({ schema: TEXT })
  @Throws(NotFound, PayoutFileDiffers)
  csv(@WireId('pba', 'batchId') id: Id<'pba'>): Promise<string> {
    return this.queries.file(id, 'csv');
  }

  /** Download the file of a batch as ISO 20022 pain.001.001.09. The same bytes at any time. */
  @Get('payout-batches/:batchId/file.xml')
  @Access(FINANCE)
  @Audited('payout_batch', 'batchId')
  @Header('Content-Type', 'application/xml; charset=utf-8')
  @ApiProduces('application/xml')
  @ApiOkResponse({ schema: TEXT })
  @Throws(NotFound, PayoutFileDiffers)
  xml(@WireId('pba', 'batchId') id: Id<'pba'>): Promise<string> {
    return this.queries.file(id, 'xml');
  }

  /** Take the return file of a bank. Each line settles its payout like any other message of a bank, once. */
  @Post('payout-batches/:batchId/results')
  @HttpCode(200)
  @Access(FINANCE)
  @Idempotent()
  @Throws(NotFound, ReturnFileUnreadable)
  results(
    @Caller() actor: UserActor,
    @WireId('pba', 'batchId') id: Id<'pba'>,
    @Body() body: ReturnFileDto,
    @IdempotencyScope() once: Once,
  ): Promise<ReturnFileView> {
    return this.record.run(actor, id, body.content, once);
  }
}
