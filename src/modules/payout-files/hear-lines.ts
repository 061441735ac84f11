import { Injectable } from '@nestjs/common';
import { Clock, toWire, type UserActor } from '../../kernel/index.js';
import type { Tx } from '../../platform/database/index.js';
import { Payouts, type BankAnswer } from '../settlement/index.js';
import { FileAccounts } from './file-accounts.repository.js';
import { hashOf } from './payout-file.domain.js';
import type { ReturnLineView } from './payout-files.dto.js';

/** One thing that a bank says of a payout of a batch. */
export interface HeardLine {
  /** In the file, from 1. */
  readonly line: number;
  /** What is said, in one form: the same is heard once. */
  readonly text: string;
  /** Of the batch; `undefined` when it names none of it. */
  readonly payoutId: string | undefined;
  /** `undefined` when it cannot be understood. */
  readonly answer: BankAnswer | undefined;
  /** Says another amount than was to be paid. */
  readonly isMismatch?: boolean;
}

type Outcome = Exclude<ReturnLineView['outcome'], 'repeated'>;

/** Applies what a bank says of the payouts of a batch, line by line; a line that was read before changes nothing. */
@Injectable()
export class HearLines {
  constructor(
    private readonly clock: Clock,
    private readonly payouts: Payouts,
    private readonly results: FileAccounts,
  ) {}

  /** In the order of their payouts, so that two files at once wait for each other and nobody waits in a circle. */
  async run(tx: Tx, actor: UserActor, batchId: string, lines: readonly HeardLine[]): Promise<ReturnLineView[]> {
    const hashed = lines.map((each) => ({ ...each, hash: hashOf(each.text) })).sort(inOrder);
    const hashes = hashed.map(({ hash }) => hash);
    const known = await this.results.known(tx, batchId, hashes);
    const views: ReturnLineView[] = [];
    for (const { hash, text, line, ...heard } of hashed) {
      const { payoutId = null } = heard;
      const isRepeated = known.has(hash);
      known.add(hash);
      const outcome = isRepeated ? 'repeated' : await this.outcomeOf(tx, heard);
      if (outcome !== 'repeated') {
        await this.results.noteResult(tx, batchId, hash, text, payoutId, outcome, this.clock.now(), actor.userId);
      }
      views.push({ line, payoutId: payoutId === null ? null : toWire('pyo', payoutId), outcome });
    }
    return views.sort((a, b) => a.line - b.line);
  }

  private async outcomeOf(
    tx: Tx,
    { payoutId, answer, isMismatch = false }: Omit<HeardLine, 'line' | 'text'>,
  ): Promise<Outcome> {
    if (payoutId === undefined) return answer === undefined ? 'unreadable' : 'unknown_payout';
    if (answer === undefined) return 'unreadable';
    return isMismatch ? 'mismatch' : this.payouts.hear(tx, payoutId, answer);
  }
}

const inOrder = (a: HeardLine, b: HeardLine): number =>
  (a.payoutId ?? '').localeCompare(b.payoutId ?? '') || a.line - b.line;
