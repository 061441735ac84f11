import { Injectable } from '@nestjs/common';
import { parse } from 'csv-parse/sync';
import { toWire, type Id, type UserActor } from '../../kernel/index.js';
import { UnitOfWork, type Tx } from '../../platform/database/index.js';
import { NotFound, type Once } from '../../platform/http/index.js';
import { HearLines } from './hear-lines.js';
import { PayoutBatches } from './payout-batches.repository.js';
import type { ReturnFileView, ReturnLineView } from './payout-files.dto.js';
import { ReturnFileUnreadable } from './payout-files.errors.js';
import { readLine, RETURN_COLUMNS, type ReadLine, type ReturnLine } from './return-file.domain.js';

const MOST = 500;

interface Line {
  readonly line: number;
  readonly text: string;
  readonly read: ReadLine | undefined;
}

/** Applies what a bank says of the payouts of a batch in its return file. */
@Injectable()
export class RecordReturnFile {
  constructor(
    private readonly uow: UnitOfWork,
    private readonly batches: PayoutBatches,
    private readonly hear: HearLines,
  ) {}

  /** @throws NotFound, ReturnFileUnreadable */
  run(actor: UserActor, batchId: Id<'pba'>, content: string, once: Once): Promise<ReturnFileView> {
    const lines = linesOf(content);
    return once.run(this.uow, async (tx) => {
      if (!(await this.batches.findIn(tx, batchId))) throw new NotFound({ what: 'payout batch' });
      const views = await this.apply(tx, actor, batchId, lines);
      const applied = views.filter(({ outcome }) => outcome === 'applied').length;
      return { batchId: toWire('pba', batchId), applied, lines: views };
    });
  }

  private async apply(tx: Tx, actor: UserActor, batchId: string, lines: readonly Line[]): Promise<ReturnLineView[]> {
    const named = lines.flatMap(({ read }) => (read ? [read.payoutId] : []));
    const members = await this.batches.members(tx, batchId, named);
    const heard = lines.map(({ line, text, read }) => {
      const payoutId = read && members.has(read.payoutId) ? read.payoutId : undefined;
      return { line, text, payoutId, answer: read?.answer };
    });
    return this.hear.run(tx, actor, batchId, heard);
  }
}

const linesOf = (content: string): Line[] =>
  rowsOf(content).map((row, i) => {
    const text = JSON.stringify(RETURN_COLUMNS.map((column) => row[column]));
    return { line: i + 1, text, read: readLine(row) };
  });

function rowsOf(content: string): ReturnLine[] {
  let rows: Partial<ReturnLine>[];
  try {
    rows = parse(content, { columns: true, bom: true, trim: true, skip_empty_lines: true, max_record_size: 2_000 });
  } catch (error) {
    throw new ReturnFileUnreadable({ why: error instanceof Error ? error.message : 'not CSV' });
  }
  if (rows.length === 0 || rows.length > MOST) throw new ReturnFileUnreadable({ why: `1 to ${MOST} lines` });
  const missing = RETURN_COLUMNS.find((column) => typeof rows[0]?.[column] !== 'string');
  if (missing) throw new ReturnFileUnreadable({ why: `no column ${missing}` });
  return rows as ReturnLine[];
}
