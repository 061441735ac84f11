import { Injectable } from '@nestjs/common';
import { Clock, plus, system } from '../../kernel/index.js';
import type { Tx } from '../../platform/database/index.js';
import { Deadlines } from '../../platform/messaging/index.js';
import { CheckPayable } from './check-payable.js';
import type { PayoutRow } from './payouts.repository.js';
import { SettlePayout } from './settle-payout.js';

const PAUSE = 'PT1H';

/** The last look before money leaves: what has changed since the payout was made stops it or makes it wait. */
@Injectable()
export class ClearPayout {
  constructor(
    private readonly clock: Clock,
    private readonly payable: CheckPayable,
    private readonly settle: SettlePayout,
    private readonly deadlines: Deadlines,
  ) {}

  /** Where to pay to; `undefined` when the payout failed, or waits for an hour. */
  async run(tx: Tx, payout: PayoutRow): Promise<string | undefined> {
    const account = await this.payable.run(tx, payout, payout.provider);
    if (account.reason === 'payouts_disabled' || account.reason === 'seller_not_active') {
      await this.deadlines.set(tx, 'settlement.payout-submit', payout.payoutId, plus(this.clock.now(), PAUSE));
      return undefined;
    }
    const isSame = !account.reason && account.changedAt.getTime() === payout.accountChangedAt.getTime();
    if (!account.reason && isSame) return account.destination;
    const failure = { code: 'payout_account_changed', failureClass: 'account' } as const;
    await this.settle.failed(tx, payout, 'refuse', system('settlement'), failure);
    return undefined;
  }
}
