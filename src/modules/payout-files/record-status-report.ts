import type { Readable } from 'node:stream';
import { Injectable } from '@nestjs/common';
import { Clock, toWire, type Id, type UserActor } from '../../kernel/index.js';
import { UnitOfWork, type Tx } from '../../platform/database/index.js';
import { FileExpected, NotFound } from '../../platform/http/index.js';
import { textOf } from './file-text.js';
import { HearLines } from './hear-lines.js';
import { PayoutBatches } from './payout-batches.repository.js';
import type { StatusReportView } from './payout-files.dto.js';
import { StatusReportContradicts, StatusReportDiffers } from './payout-files.errors.js';
import { readStatusReport } from './read-status-report.js';
import { contradictionOf, heardOf, type ReportedBatch, type StatusReport } from './status-report.domain.js';
import { StatusReports } from './status-reports.repository.js';

/** Applies what a bank reports of a batch in ISO 20022: of each transfer, or of the whole file. All of it or nothing. */
@Injectable()
export class RecordStatusReport {
  constructor(
    private readonly uow: UnitOfWork,
    private readonly clock: Clock,
    private readonly batches: PayoutBatches,
    private readonly reports: StatusReports,
    private readonly hear: HearLines,
  ) {}

  /** @throws NotFound, FileExpected, StatusReportUnreadable, StatusReportContradicts, StatusReportDiffers */
  async run(actor: UserActor, batchId: Id<'pba'>, file: Readable | undefined): Promise<StatusReportView> {
    const batch = await this.batches.find(batchId);
    if (!batch) throw new NotFound({ what: 'payout batch' });
    if (!file) throw new FileExpected({});
    const { text, sha256 } = await textOf(file);
    const report = readStatusReport(text);
    return this.uow.run(async (tx) => {
      const amounts = await this.reports.amountsOf(tx, batchId);
      const isRepeated = await this.isRepeated(tx, actor, { ...batch, amounts }, report, sha256);
      const lines = isRepeated ? [] : await this.apply(tx, actor, { ...batch, amounts }, report);
      const applied = lines.filter(({ outcome }) => outcome === 'applied').length;
      if (!isRepeated) await this.reports.noteApplied(tx, batchId, report.messageId, applied);
      const { messageId, status = null } = report;
      return { batchId: toWire('pba', batchId), messageId, groupStatus: status, isRepeated, applied, lines };
    });
  }

  private async isRepeated(
    tx: Tx,
    actor: UserActor,
    batch: ReportedBatch,
    report: StatusReport,
    sha256: string,
  ): Promise<boolean> {
    const why = contradictionOf(report, batch);
    if (why) throw new StatusReportContradicts({ why });
    const { messageId, status = null } = report;
    const at = this.clock.now();
    const known = await this.reports.claim(tx, batch.batchId, messageId, sha256, status, at, actor.userId);
    if (known !== undefined && known !== sha256) throw new StatusReportDiffers({});
    return known !== undefined;
  }

  private apply(tx: Tx, actor: UserActor, batch: ReportedBatch, report: StatusReport) {
    const heard = heardOf(report, batch).map((each, i) => ({ ...each, line: i + 1 }));
    return this.hear.run(tx, actor, batch.batchId, heard);
  }
}
