import { Injectable } from '@nestjs/common';
import type { Tx } from '../../platform/database/index.js';
import { PayoutSwitches, PayoutVolume } from '../settlement/index.js';
import { AffiliatePayoutNotPossible } from './affiliates.errors.js';

/** What holds for the payouts of sellers holds for those of affiliates: the switches, and the count of the day. */
@Injectable()
export class AffiliatePayoutGate {
  constructor(
    private readonly switches: PayoutSwitches,
    private readonly volume: PayoutVolume,
  ) {}

  /** Whoever switches payouts off waits until the transaction has ended. @throws AffiliatePayoutNotPossible */
  async assertOn(tx: Tx, currency: string): Promise<void> {
    if (!(await this.switches.areOn(tx, currency)))
      throw new AffiliatePayoutNotPossible({ reason: 'payouts_disabled' });
  }

  /** Two people see each of them, so that none is refused; they count for the others of the day. */
  async count(tx: Tx, currency: string, amount: number, at: Date): Promise<void> {
    await this.volume.claim(tx, currency, amount, at, false);
  }

  /** Of a payout that was made then and has not left. */
  discount(tx: Tx, currency: string, amount: number, madeAt: Date): void {
    this.volume.giveBack(tx, currency, amount, madeAt);
  }
}
