import { Injectable } from '@nestjs/common';
import { parse } from 'csv-parse/sync';
import { Clock, toWire, type Id, type UserActor } from '../../kernel/index.js';
import { UnitOfWork, type Tx } from '../../platform/database/index.js';
import { NotFound, type Once } from '../../platform/http/index.js';
import { Payouts } from '../settlement/index.js';
import { FileAccounts } from './file-accounts.repository.js';
import { PayoutBatches } from './payout-batches.repository.js';
import { hashOf } from './payout-file.domain.js';
import type { ReturnFileView, ReturnLineView } from './payout-files.dto.js';
import { ReturnFileUnreadable } from './payout-files.errors.js';
import { readLine, RETURN_COLUMNS, type ReadLine, type ReturnLine } from './return-file.domain.js';

const MOST = 500;

interface Line {
  readonly line: number;
  readonly text: string;
  readonly hash: string;
  readonly read: ReadLine | undefined;
}

/** Applies what a bank says of the payouts of a batch, line by line; a line that was read before changes nothing. */
@Injectable()
export class RecordReturnFile {
  constructor(
    private readonly uow: UnitOfWork,
    private readonly clock: Clock,
    private readonly payouts: Payouts,
    private readonly batches: PayoutBatches,
    private readonly results: FileAccounts,
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
    const hashes = lines.map(({ hash }) => hash);
    const known = await this.results.known(tx, batchId, hashes);
    const named = lines.flatMap(({ read }) => (read ? [read.payoutId] : []));
    const members = await this.batches.members(tx, batchId, named);
    const views: ReturnLineView[] = [];
    for (const each of lines) {
      const payoutId = each.read && members.has(each.read.payoutId) ? each.read.payoutId : null;
      const isRepeated = known.has(each.hash);
      known.add(each.hash);
      const outcome = isRepeated ? 'repeated' : await this.outcomeOf(tx, each, payoutId);
      if (outcome !== 'repeated') {
        const at = this.clock.now();
        await this.results.noteResult(tx, batchId, each.hash, each.text, payoutId, outcome, at, actor.userId);
      }
      views.push({ line: each.line, payoutId: payoutId === null ? null : toWire('pyo', payoutId), outcome });
    }
    return views.sort((a, b) => a.line - b.line);
  }

  private async outcomeOf(tx: Tx, { read }: Line, payoutId: string | null) {
    if (!read) return 'unreadable';
    return payoutId === null ? 'unknown_payout' : this.payouts.hear(tx, payoutId, read.answer);
  }
}

/** In the order of their payouts, so that two files at once wait for each other and nobody waits in a circle. */
function linesOf(content: string): Line[] {
  const lines = rowsOf(content).map((row, i): Line => {
    const text = JSON.stringify(RETURN_COLUMNS.map((column) => row[column]));
    return { line: i + 1, text, hash: hashOf(text), read: readLine(row) };
  });
  const keyOf = ({ read }: Line): string => read?.payoutId ?? '';
  return lines.sort((a, b) => keyOf(a).localeCompare(keyOf(b)) || a.line - b.line);
}

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
