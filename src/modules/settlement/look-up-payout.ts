import { Injectable } from '@nestjs/common';
import { UnitOfWork } from '../../platform/database/index.js';
import { PayoutProviders } from './payout-providers.js';
import { isOpen } from './payout.lifecycle.js';
import { PayoutsRepository } from './payouts.repository.js';
import { RecordBankAnswer } from './record-bank-answer.js';

/** Asks the bank what became of a payout; of one that was paid, whether it is still. */
@Injectable()
export class LookUpPayout {
  constructor(
    private readonly uow: UnitOfWork,
    private readonly payouts: PayoutsRepository,
    private readonly providers: PayoutProviders,
    private readonly record: RecordBankAnswer,
  ) {}

  async run(payoutId: string): Promise<void> {
    const payout = await this.payouts.find(payoutId);
    if (!payout || !(isOpen(payout.state) || payout.state === 'paid')) return;
    if (this.providers.of(payout.provider).isCollected) return;
    const answer = await this.providers.of(payout.provider).lookUp(payoutId);
    await this.uow.run((tx) => this.record.run(tx, payoutId, answer));
  }
}
