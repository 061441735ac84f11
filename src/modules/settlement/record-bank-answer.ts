import { Injectable } from '@nestjs/common';
import { Clock, compare, money, system, type Actor, type Money } from '../../kernel/index.js';
import { moveAll, type Tx } from '../../platform/database/index.js';
import { Deadlines } from '../../platform/messaging/index.js';
import { nextLookupAt, wasNeverReceived } from './payout.domain.js';
import type { BankAnswer } from './payout-provider.js';
import { PayoutProviders } from './payout-providers.js';
import { PayoutMetrics } from './payout.metrics.js';
import { isOpen, payoutLifecycle } from './payout.lifecycle.js';
import { PayoutsRepository, type PayoutRow } from './payouts.repository.js';
import { SettlePayout, type Recorded } from './settle-payout.js';

const BANK: Actor = { kind: 'provider', name: 'bank' };
const SELF: Actor = system('settlement');

/** Applies what the bank says, whoever brought it and in whatever order: each transition happens once. */
@Injectable()
export class RecordBankAnswer {
  constructor(
    private readonly clock: Clock,
    private readonly payouts: PayoutsRepository,
    private readonly settle: SettlePayout,
    private readonly deadlines: Deadlines,
    private readonly providers: PayoutProviders,
    private readonly metrics: PayoutMetrics,
  ) {}

  /** `valuedAt`: when the money counts; now, when nobody says. */
  async run(tx: Tx, payoutId: string, answer: BankAnswer, valuedAt?: Date): Promise<Recorded> {
    const payout = await this.payouts.lock(tx, payoutId);
    if (!payout) return 'no_change';
    if ('amount' in answer && !isSame(payout, answer.amount)) return this.disbelieved(tx, payout);
    switch (answer.state) {
      case 'paid':
        return this.settle.paid(tx, payout, answer.reference, this.providers.of(payout.provider).fund, valuedAt);
      case 'returned':
        return this.takenBack(tx, payout, { ...answer, reversed: answer.amount }, valuedAt);
      case 'reversed':
        return this.takenBack(tx, payout, answer, valuedAt);
      case 'failed':
        return this.settle.failed(tx, payout, 'fail', BANK, answer);
      case 'in_transit':
        return this.accepted(tx, payout, answer.reference);
      default:
        return this.unheard(tx, payout, answer.state);
    }
  }

  /**
   * What we took back ourselves is no return. All of it by somebody else is one; a part of it is left to a person, and
   * so is what may be ours until that is known.
   */
  private takenBack(tx: Tx, payout: PayoutRow, told: TakenBack, valuedAt?: Date): Promise<Recorded> {
    const isOurs = payout.reversing + payout.reversed > 0;
    if (isOurs || told.reversed.amount < payout.amount) return this.unheard(tx, payout, 'reversed');
    return this.settle.returned(tx, payout, told.reference, this.providers.of(payout.provider).fund, valuedAt);
  }

  private async disbelieved(tx: Tx, payout: PayoutRow): Promise<Recorded> {
    this.metrics.mismatched();
    if (isOpen(payout.state)) await this.lookAgain(tx, payout, this.clock.now());
    return 'mismatch';
  }

  private async accepted(tx: Tx, payout: PayoutRow, reference: string): Promise<Recorded> {
    const at = this.clock.now();
    const [moved] = await moveAll(tx, payoutLifecycle, [payout.payoutId], { action: 'accept', actor: BANK, at });
    if (moved || payout.state === 'in_transit') await this.lookAgain(tx, payout, at, reference);
    return moved ? 'applied' : 'no_change';
  }

  /**
   * Nobody knows what the bank did, or it knows nothing of the payout. Then we look again; we never send again. Of one that
   * was paid it was asked whether it still is, and that is asked until it is answered.
   */
  private async unheard(tx: Tx, payout: PayoutRow, told: BankAnswer['state']): Promise<Recorded> {
    const at = this.clock.now();
    if (told === 'absent' && payout.state === 'unknown' && wasNeverReceived(payout.submittedAt ?? at, at)) {
      const failure = { code: 'never_received', failureClass: 'transient' } as const;
      return this.settle.failed(tx, payout, 'give-up', SELF, failure);
    }
    const [moved] = await moveAll(tx, payoutLifecycle, [payout.payoutId], { action: 'lose', actor: SELF, at });
    const isUnanswered = payout.state === 'paid' && told === 'unknown';
    if (moved || payout.state === 'unknown' || payout.state === 'in_transit' || isUnanswered)
      await this.lookAgain(tx, payout, at);
    return moved ? 'applied' : 'no_change';
  }

  private async lookAgain(tx: Tx, payout: PayoutRow, at: Date, reference?: string): Promise<void> {
    const { payoutId, lookups, provider } = payout;
    await this.payouts.noteAnswer(tx, payoutId, { reference, isOpen: true });
    if (this.providers.of(provider).isCollected) return;
    await this.deadlines.set(tx, 'settlement.payout-lookup', payoutId, nextLookupAt(at, lookups));
  }
}

interface TakenBack {
  readonly reference: string;
  readonly reversed: Money;
}

const isSame = (payout: PayoutRow, amount: ReturnType<typeof money>): boolean =>
  payout.currency === amount.currency && compare(money(payout.amount, payout.currency), amount) === 0;
