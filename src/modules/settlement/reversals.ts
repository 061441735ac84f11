import { Injectable } from '@nestjs/common';
import type { Money } from '../../kernel/index.js';
import type { Tx } from '../../platform/database/index.js';
import { NotFound } from '../../platform/http/index.js';
import { Deadlines } from '../../platform/messaging/index.js';
import { PayoutProviders } from './payout-providers.js';
import { PayoutsRepository } from './payouts.repository.js';
import { ReversiblePayouts } from './reversible-payouts.repository.js';
import { NothingToTakeBack, PayoutNotReversible } from './settlement.errors.js';

/** What is to be taken back, and out of which payout; any that has so much left when it is not said. */
export interface PartToReserve {
  readonly sellerId: string;
  readonly payoutId?: string;
  readonly amount: Money;
}

export interface ReservedPart {
  readonly payoutId: string;
  readonly provider: string;
}

/** What of payouts that were paid is taken back by us: reserved first, then taken or released. */
@Injectable()
export class Reversals {
  constructor(
    private readonly payouts: PayoutsRepository,
    private readonly reversible: ReversiblePayouts,
    private readonly providers: PayoutProviders,
    private readonly deadlines: Deadlines,
  ) {}

  /** Locks the payout. @throws NotFound, PayoutNotReversible, NothingToTakeBack */
  async reserve(tx: Tx, part: PartToReserve): Promise<ReservedPart> {
    const payoutId = await this.payoutOf(tx, part);
    const provider = await this.reversible.reserve(tx, payoutId, part.amount.amount);
    if (provider === undefined) throw new NothingToTakeBack({});
    return { payoutId, provider };
  }

  /** It has come back. */
  take(tx: Tx, payoutId: string, { amount }: Money): Promise<void> {
    return this.reversible.take(tx, payoutId, amount);
  }

  /** It does not come. Perhaps since somebody else took all of it: that is looked up. */
  async release(tx: Tx, payoutId: string, { amount }: Money, at: Date): Promise<void> {
    await this.reversible.release(tx, payoutId, amount);
    await this.deadlines.set(tx, 'settlement.payout-lookup', payoutId, at);
  }

  private async payoutOf(tx: Tx, { sellerId, payoutId, amount }: PartToReserve): Promise<string> {
    const { reversible } = this.providers;
    if (payoutId === undefined) {
      const found = await this.reversible.candidate(tx, sellerId, amount, reversible);
      if (found === undefined) throw new NothingToTakeBack({});
      return found;
    }
    const payout = await this.payouts.lock(tx, payoutId);
    if (payout?.sellerId !== sellerId) throw new NotFound({ what: 'payout' });
    if (!reversible.includes(payout.provider)) throw new PayoutNotReversible({});
    if (payout.currency !== amount.currency) throw new NothingToTakeBack({});
    return payoutId;
  }
}
