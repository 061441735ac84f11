import { Injectable } from '@nestjs/common';
import { Clock, compare, money, system, type Actor } from '../../kernel/index.js';
import { moveAll, type Tx } from '../../platform/database/index.js';
import { Deadlines } from '../../platform/messaging/index.js';
import { nextLookupAt, wasNeverReceived, type ReversalAnswer } from '../settlement/index.js';
import { isGivenUp, mayBeHeardOf, NEVER_RECEIVED } from './debt-collection.domain.js';
import { debtCollectionLifecycle } from './debt-collection.lifecycle.js';
import { DebtCollections, type DebtCollectionRow } from './debt-collections.repository.js';
import { SettleCollection } from './settle-collection.js';

const SELF: Actor = system('debt-collections');

/** Applies what the provider says; each transition happens once. */
@Injectable()
export class RecordReversal {
  constructor(
    private readonly clock: Clock,
    private readonly collections: DebtCollections,
    private readonly settle: SettleCollection,
    private readonly deadlines: Deadlines,
  ) {}

  /** @throws PayoutNotReversible when one that was given up has come, and its payout has not got so much left */
  async run(tx: Tx, id: string, answer: ReversalAnswer): Promise<void> {
    const row = await this.collections.lock(tx, id);
    if (!row || !mayBeHeardOf(row)) return;
    const actor: Actor = { kind: 'provider', name: row.provider };
    if (answer.state === 'done' && isSame(row, answer.amount)) {
      return this.settle.collected(tx, row, answer.reference, actor);
    }
    if (isGivenUp(row)) return;
    if (answer.state === 'refused') {
      return this.settle.refused(tx, row, { action: 'refuse', actor, code: answer.code });
    }
    return this.unheard(tx, row, answer.state === 'absent');
  }

  /** Nobody knows what the provider did, or it speaks of another amount. Then we look again; we never send again. */
  private async unheard(tx: Tx, row: DebtCollectionRow, isAbsent: boolean): Promise<void> {
    const at = this.clock.now();
    if (isAbsent && row.state === 'unknown' && wasNeverReceived(row.submittedAt ?? at, at)) {
      return this.settle.refused(tx, row, { action: 'give-up', actor: SELF, code: NEVER_RECEIVED });
    }
    await moveAll(tx, debtCollectionLifecycle, [row.id], { action: 'lose', actor: SELF, at });
    await this.collections.noteLookup(tx, row.id);
    await this.deadlines.set(tx, 'debt-collections.look-up', row.id, nextLookupAt(at, row.lookups));
  }
}

const isSame = (row: DebtCollectionRow, amount: ReturnType<typeof money>): boolean =>
  row.currency === amount.currency && compare(money(row.amount, row.currency), amount) === 0;
