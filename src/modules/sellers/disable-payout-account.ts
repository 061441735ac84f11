import { Injectable } from '@nestjs/common';
import { Clock, system } from '../../kernel/index.js';
import { moveAll, type Tx } from '../../platform/database/index.js';
import { Outbox } from '../../platform/messaging/index.js';
import { payoutAccountLifecycle } from './payout-account.lifecycle.js';
import { PayoutAccountsRepository } from './payout-accounts.repository.js';
import { payoutAccountDisabled } from './sellers.events.js';

/** Takes an account that the bank refused out of use, until its seller names another. */
@Injectable()
export class DisablePayoutAccount {
  constructor(
    private readonly accounts: PayoutAccountsRepository,
    private readonly outbox: Outbox,
    private readonly clock: Clock,
  ) {}

  /** `changedAt`: when the account that was refused was named. */
  async run(tx: Tx, sellerId: string, changedAt: Date, reason: string): Promise<void> {
    const account = await this.accounts.lock(tx, sellerId);
    if (account?.changedAt.getTime() !== changedAt.getTime()) return;
    const move = { action: 'disable', actor: system('payouts'), at: this.clock.now(), reason } as const;
    const moved = await moveAll(tx, payoutAccountLifecycle, [account.accountId], move);
    if (moved.length === 0) return;
    const payload = { sellerId: account.sellerId, reason };
    await this.outbox.publish(tx, payoutAccountDisabled, { subjectId: sellerId, sellerId: account.sellerId, payload });
  }
}
