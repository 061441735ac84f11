import { Injectable } from '@nestjs/common';
import { Clock, system, type Actor } from '../../kernel/index.js';
import { moveOne, UnitOfWork, type Tx } from '../../platform/database/index.js';
import { Ledger } from '../ledger/index.js';
import { AskProvider } from './ask-provider.js';
import { debtCollectionLifecycle, isOpen } from './debt-collection.lifecycle.js';
import { DebtCollections, type DebtCollectionRow } from './debt-collections.repository.js';
import { SettleCollection } from './settle-collection.js';

const SELF: Actor = system('debt-collections');

interface Begun {
  readonly row: DebtCollectionRow;
  readonly how: 'send' | 'lookUp';
}

/** Hands a collection to the provider: noted first, sent once, the answer recorded. */
@Injectable()
export class SubmitCollection {
  constructor(
    private readonly uow: UnitOfWork,
    private readonly clock: Clock,
    private readonly collections: DebtCollections,
    private readonly ledger: Ledger,
    private readonly settle: SettleCollection,
    private readonly ask: AskProvider,
  ) {}

  /** One that was sent before, however that ended, is looked up instead. */
  async run(id: string): Promise<void> {
    const begun = await this.uow.run((tx) => this.begin(tx, id));
    if (begun) await this.ask.run(begun.row, begun.how);
  }

  /** `undefined` when there is nothing to send. What was paid off in between, or is on its way, is not taken once more. */
  private async begin(tx: Tx, id: string): Promise<Begun | undefined> {
    const row = await this.collections.lock(tx, id);
    if (row && isOpen(row.state)) return { row, how: 'lookUp' };
    if (row?.state !== 'requested') return undefined;
    // In this order: what comes in between is seen as less that is owed, not as less that is on its way.
    const asked = await this.collections.asked(tx, row);
    const owed = await this.ledger.balance(tx, 'seller_receivable', row.sellerId, row.currency);
    if (owed - asked < row.amount) {
      await this.settle.refused(tx, row, { action: 'drop', actor: SELF, code: 'debt_smaller' });
      return undefined;
    }
    const at = this.clock.now();
    await this.collections.noteSubmission(tx, id, at);
    await moveOne(tx, debtCollectionLifecycle, id, { action: 'submit', actor: SELF, at });
    return { row, how: 'send' };
  }
}
