import { Inject, Injectable } from '@nestjs/common';
import { Clock } from '../../kernel/index.js';
import { CONFIG, type Config } from '../../platform/config/index.js';
import { isSignedMessage, type SignedMessage } from '../../platform/crypto/index.js';
import { UnitOfWork, type Tx } from '../../platform/database/index.js';
import { PayoutProvider } from './payout-provider.js';
import { PayoutsRepository } from './payouts.repository.js';
import { RecordBankAnswer } from './record-bank-answer.js';
import { WebhookRefused } from './settlement.errors.js';

/** A message of the bank: stored, and applied like any other way of learning how a payout ended. */
@Injectable()
export class ReceiveBankEvent {
  constructor(
    private readonly uow: UnitOfWork,
    private readonly clock: Clock,
    private readonly payouts: PayoutsRepository,
    private readonly bank: PayoutProvider,
    private readonly record: RecordBankAnswer,
    @Inject(CONFIG) private readonly config: Pick<Config, 'providerWebhookSecret'>,
  ) {}

  /** What we cannot use is stored and changes nothing. @throws WebhookRefused when the signature is wrong. */
  async run(message: SignedMessage): Promise<void> {
    if (!isSignedMessage(this.config.providerWebhookSecret, message)) throw new WebhookRefused({});
    const { id, body } = message;
    await this.uow.run(async (tx) => {
      const outcome = await this.apply(tx, body);
      await this.payouts.noteEvent(tx, this.bank.name, id, body, outcome, this.clock.now());
    });
  }

  private async apply(tx: Tx, body: string): Promise<string> {
    const event = this.bank.readEvent(body);
    return event ? this.record.run(tx, event.payoutId, event.answer) : 'unreadable';
  }
}
