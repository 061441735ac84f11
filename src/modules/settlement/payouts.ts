import { Injectable } from '@nestjs/common';
import { Clock, type Actor } from '../../kernel/index.js';
import { moveOne, type Tx } from '../../platform/database/index.js';
import { ApprovePayout } from './approve-payout.js';
import { AssemblePayout } from './assemble-payout.js';
import type { Assembled } from './create-payout.js';
import type { PayableAccount } from './check-payable.js';
import { ClearPayout } from './clear-payout.js';
import type { BankAnswer } from './payout-provider.js';
import { payoutLifecycle } from './payout.lifecycle.js';
import { PayoutsRepository, type PayoutRow, type SellerCurrency } from './payouts.repository.js';
import { RecordBankAnswer } from './record-bank-answer.js';
import type { Recorded } from './settle-payout.js';

/** What others may do with a payout between its draft and its end. */
@Injectable()
export class Payouts {
  constructor(
    private readonly clock: Clock,
    private readonly payouts: PayoutsRepository,
    private readonly assemble: AssemblePayout,
    private readonly approval: ApprovePayout,
    private readonly clear: ClearPayout,
    private readonly record: RecordBankAnswer,
  ) {}

  find(payoutId: string): Promise<PayoutRow | undefined> {
    return this.payouts.find(payoutId);
  }

  lock(tx: Tx, payoutId: string): Promise<PayoutRow | undefined> {
    return this.payouts.lock(tx, payoutId);
  }

  /** A draft of everything that is available, which two others than `requestedBy` approve; or why there is none. */
  async request(tx: Tx, { sellerId, currency }: SellerCurrency, requestedBy: string): Promise<Assembled> {
    const retained = (await this.payouts.minimumOf(tx, currency))?.retained ?? 0;
    const terms = { payoutCadence: 'daily', manualFirstPayout: false, minimum: 1, retained } as const;
    return this.assemble.run(tx, { sellerId, currency, terms, runAt: this.clock.now(), requestedBy });
  }

  /** @throws IllegalTransition unless it is a draft; the database refuses it while approvals are missing. */
  approve(tx: Tx, payout: PayoutRow, actor: Actor): Promise<void> {
    return this.approval.run(tx, payout, actor, 'approved by two people');
  }

  /**
   * The last look at a locked, approved payout that a file takes along: submitted, with where it goes. `undefined` when
   * it has failed or has to wait.
   */
  async takeAlong(tx: Tx, payout: PayoutRow, actor: Actor): Promise<PayableAccount | undefined> {
    const account = await this.clear.run(tx, payout);
    if (!account) return undefined;
    const at = this.clock.now();
    await moveOne(tx, payoutLifecycle, payout.payoutId, { action: 'submit', actor, at, reason: 'in a file' });
    await this.payouts.noteSubmission(tx, payout.payoutId, at);
    return account;
  }

  /** What a bank says of a payout; each transition happens once. */
  hear(tx: Tx, payoutId: string, answer: BankAnswer): Promise<Recorded> {
    return this.record.run(tx, payoutId, answer);
  }
}
