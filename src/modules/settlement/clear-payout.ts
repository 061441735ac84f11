import { Injectable } from '@nestjs/common';
import { Clock, plus, system } from '../../kernel/index.js';
import type { Tx } from '../../platform/database/index.js';
import { Deadlines } from '../../platform/messaging/index.js';
import { CheckPayable, type PayableAccount } from './check-payable.js';
import { bindingOf } from './payout-approval.domain.js';
import type { SkipReason } from './payout.domain.js';
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
  async run(tx: Tx, payout: PayoutRow): Promise<PayableAccount | undefined> {
    const account = await this.payable.run(tx, payout, payout.provider);
    if (account.reason === 'payouts_disabled' || isOfSeller(account.reason)) {
      await this.deadlines.set(tx, 'settlement.payout-submit', payout.payoutId, plus(this.clock.now(), PAUSE));
      return undefined;
    }
    const isSame = !account.reason && account.changedAt.getTime() === payout.accountChangedAt.getTime();
    if (!account.reason && isSame && isBound(payout, account)) return account;
    const code = account.reason || !isSame ? 'payout_account_changed' : 'approval_void';
    const failure = { code, failureClass: 'account' } as const;
    await this.settle.failed(tx, payout, 'refuse', system('settlement'), failure);
    return undefined;
  }
}

const isOfSeller = (reason?: SkipReason): boolean => reason === 'seller_not_active' || reason === 'kyc_not_valid';

/** What was approved is what would leave now. */
const isBound = (payout: PayoutRow, { holder, destination }: PayableAccount): boolean =>
  payout.bindingHash === null || bindingOf({ ...payout, holder, destination }) === payout.bindingHash;
