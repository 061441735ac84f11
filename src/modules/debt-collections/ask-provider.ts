import { Injectable } from '@nestjs/common';
import { money } from '../../kernel/index.js';
import { UnitOfWork } from '../../platform/database/index.js';
import { PayoutProviders } from '../settlement/index.js';
import { mayBeHeardOf } from './debt-collection.domain.js';
import { DebtCollections, type DebtCollectionRow } from './debt-collections.repository.js';
import { RecordReversal } from './record-reversal.js';

/** Calls the provider between two transactions. */
@Injectable()
export class AskProvider {
  constructor(
    private readonly uow: UnitOfWork,
    private readonly collections: DebtCollections,
    private readonly providers: PayoutProviders,
    private readonly record: RecordReversal,
  ) {}

  async run(row: DebtCollectionRow, how: 'send' | 'lookUp'): Promise<void> {
    const { id, payoutId, amount, currency, provider } = row;
    const request = { reversalId: id, payoutId, amount: money(amount, currency) };
    const answer = await this.providers.reversalsOf(provider)[how](request);
    await this.uow.run((tx) => this.record.run(tx, id, answer));
  }

  /** What became of one whose end nobody knows, or that was given up. @throws PayoutNotReversible */
  async again(id: string): Promise<void> {
    const row = await this.collections.find(id);
    if (row && mayBeHeardOf(row)) await this.run(row, 'lookUp');
  }
}
