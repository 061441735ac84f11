import { Injectable } from '@nestjs/common';
import { Clock } from '../../kernel/index.js';
import { UnitOfWork, type Tx } from '../../platform/database/index.js';
import { PayoutProviders } from './payout-providers.js';
import { PayoutsRepository } from './payouts.repository.js';
import { RecordBankAnswer } from './record-bank-answer.js';

/** A message of the bank: stored, and applied like any other way of learning how a payout ended. */
@Injectable()
export class ReceiveBankEvent {
  constructor(
    private readonly uow: UnitOfWork,
    private readonly clock: Clock,
    private readonly payouts: PayoutsRepository,
    private readonly providers: PayoutProviders,
    private readonly record: RecordBankAnswer,
  ) {}

  /** The caller has checked the signature. What we cannot use is stored and changes nothing. */
  async run(provider: string, eventId: string, body: string): Promise<void> {
    await this.uow.run(async (tx) => {
      const outcome = await this.apply(tx, provider, body);
      await this.payouts.noteEvent(tx, provider, eventId, body, outcome, this.clock.now());
    });
  }

  private async apply(tx: Tx, provider: string, body: string): Promise<string> {
    const event = this.providers.of(provider).readEvent(body);
    if (!event) return 'unreadable';
    const payout = await this.payouts.lock(tx, event.payoutId);
    if (payout?.provider !== provider) return 'unknown_payout';
    return this.record.run(tx, event.payoutId, event.answer);
  }
}
