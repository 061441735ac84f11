import { Injectable } from '@nestjs/common';
import { query, queryOne, statement, type Tx } from '../../platform/database/index.js';

type NewReport = [batch: string, message: string, sha: string, status: string | null, at: Date, by: string];

const claim = statement<NewReport, { sha: string }>(
  'payout-files.claim-status-report',
  `insert into payout_status_reports (batch_id, message_id, sha256, group_status, applied, received_at, received_by)
   values ($1, $2, $3, $4, 0, $5, $6) on conflict on constraint payout_status_reports_once do nothing
   returning sha256 as sha`,
);

const find = statement<[batch: string, message: string], { sha: string }>(
  'payout-files.status-report',
  'select sha256 as sha from payout_status_reports where batch_id = $1 and message_id = $2',
);

const noteApplied = statement<[batch: string, message: string, applied: number], never>(
  'payout-files.note-applied',
  'update payout_status_reports set applied = $3 where batch_id = $1 and message_id = $2',
);

const amounts = statement<[batch: string], { payoutId: string; amount: number }>(
  'payout-files.amounts',
  'select payout_id as "payoutId", amount from payout_batch_items where batch_id = $1 order by payout_id',
);

/** Status reports that were received; whoever brings one again waits until it has been applied. */
@Injectable()
export class StatusReports {
  /** The hash of the file that came before under that number; `undefined` for a new one, which is kept. */
  async claim(tx: Tx, ...report: NewReport): Promise<string | undefined> {
    if (await queryOne(tx, claim, report)) return undefined;
    return (await queryOne(tx, find, [report[0], report[1]]))?.sha;
  }

  async noteApplied(tx: Tx, batchId: string, messageId: string, applied: number): Promise<void> {
    await query(tx, noteApplied, [batchId, messageId, applied]);
  }

  /** In minor units, by payout. */
  async amountsOf(tx: Tx, batchId: string): Promise<Map<string, number>> {
    return new Map((await query(tx, amounts, [batchId])).map(({ payoutId, amount }) => [payoutId, amount]));
  }
}
