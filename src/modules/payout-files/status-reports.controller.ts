import type { Readable } from 'node:stream';
import { Controller, HttpCode, Post } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import type { Id, UserActor } from '../../kernel/index.js';
import {
  Access,
  Caller,
  FileBody,
  FileExpected,
  NotFound,
  TakesFile,
  Throws,
  WireId,
} from '../../platform/http/index.js';
import { StatusReportView } from './payout-files.dto.js';
import { StatusReportContradicts, StatusReportDiffers, StatusReportUnreadable } from './payout-files.errors.js';
import { RecordStatusReport } from './record-status-report.js';

@ApiTags('payouts')
@Controller('v1/finance/payout-batches')
export class StatusReportsController {
  constructor(private readonly record: RecordStatusReport) {}

  /**
   * Take the status report of a bank: ISO 20022 pain.002.001.03 or .10, at most 1 MiB, as it is. All of it or nothing;
   * the same report again changes nothing, and each payout settles like by any other message of a bank, once.
   */
  @Post(':batchId/status-reports')
  @HttpCode(200)
  @Access({ roles: ['finance'] })
  @TakesFile()
  @Throws(NotFound, FileExpected, StatusReportUnreadable, StatusReportContradicts, StatusReportDiffers)
  take(
    @Caller() actor: UserActor,
    @WireId('pba', 'batchId') id: Id<'pba'>,
    @FileBody() file: Readable | undefined,
  ): Promise<StatusReportView> {
    return this.record.run(actor, id, file);
  }
}
