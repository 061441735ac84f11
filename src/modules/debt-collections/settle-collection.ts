import { Injectable } from '@nestjs/common';
import { Clock, money, type Actor } from '../../kernel/index.js';
import { moveOne, type Tx } from '../../platform/database/index.js';
import { Deadlines, Outbox } from '../../platform/messaging/index.js';
import { Reversals } from '../settlement/index.js';
import { BookCollection } from './book-collection.js';
import { isGivenUp } from './debt-collection.domain.js';
import { debtCollectionLifecycle } from './debt-collection.lifecycle.js';
import { debtCollected } from './debt-collections.events.js';
import { DebtCollections, type DebtCollectionRow } from './debt-collections.repository.js';
import { factOf } from './debt-collections.view.js';

export interface Refusal {
  readonly action: 'drop' | 'refuse' | 'give-up';
  readonly actor: Actor;
  readonly code: string;
}

/** The two ends of a collection; the payout is locked before the books. */
@Injectable()
export class SettleCollection {
  constructor(
    private readonly clock: Clock,
    private readonly collections: DebtCollections,
    private readonly reversals: Reversals,
    private readonly book: BookCollection,
    private readonly deadlines: Deadlines,
    private readonly outbox: Outbox,
  ) {}

  /** N2. What was reserved of the payout for one that was given up is reserved again. @throws PayoutNotReversible */
  async collected(tx: Tx, row: DebtCollectionRow, reference: string, actor: Actor): Promise<void> {
    const at = this.clock.now();
    const amount = money(row.amount, row.currency);
    if (isGivenUp(row)) await this.reversals.reserve(tx, { sellerId: row.sellerId, payoutId: row.payoutId, amount });
    await this.reversals.take(tx, row.payoutId, amount);
    const surplus = await this.book.run(tx, row, actor);
    await this.collections.noteCollected(tx, row.id, reference, surplus, at);
    await moveOne(tx, debtCollectionLifecycle, row.id, { action: isGivenUp(row) ? 'find' : 'collect', actor, at });
    await this.deadlines.cancel(tx, 'debt-collections.look-up', row.id);
    await this.outbox.publish(tx, debtCollected, factOf(row));
  }

  /** The debt stays as it is, and what was reserved of the payout is free again. */
  async refused(tx: Tx, row: DebtCollectionRow, { action, actor, code }: Refusal): Promise<void> {
    const at = this.clock.now();
    await this.reversals.release(tx, row.payoutId, money(row.amount, row.currency), at);
    await this.collections.noteRefused(tx, row.id, code, at);
    await moveOne(tx, debtCollectionLifecycle, row.id, { action, actor, at, reason: code });
    await this.deadlines.cancel(tx, 'debt-collections.look-up', row.id);
  }
}
