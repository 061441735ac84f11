import { Injectable } from '@nestjs/common';
import type { Id } from '../../kernel/index.js';
import { UnitOfWork } from '../../platform/database/index.js';
import { ChargeBacks, type PaymentDisputed } from '../payments/index.js';
import { isOpen } from './chargeback.lifecycle.js';
import { ChargebacksRepository } from './chargebacks.repository.js';
import { DecideChargeback } from './decide-chargeback.js';
import { TrackDispute } from './track-dispute.js';

/** Follows a dispute at the provider: a chargeback for the first money that is taken, its end with the verdict. */
@Injectable()
export class FollowDispute {
  constructor(
    private readonly uow: UnitOfWork,
    private readonly chargebacks: ChargebacksRepository,
    private readonly payments: ChargeBacks,
    private readonly track: TrackDispute,
    private readonly decide: DecideChargeback,
  ) {}

  /**
   * In whatever order and however often it is told: what counts is how the dispute stood when we last looked, and what
   * has ended stays as it ended.
   */
  async run(told: PaymentDisputed): Promise<void> {
    const latest = (await this.payments.disputeNow(told.provider, told.disputeRef)) ?? told;
    const verdict = verdictOf(latest);
    const chargeback = await this.uow.run((tx) => this.track.run(tx, latest, verdict));
    if (!chargeback || !verdict || !isOpen(chargeback.state)) return;
    await this.decide.run(chargeback, { action: verdict, fee: latest.fee });
  }

  /** A verdict had to wait. */
  async again(id: Id<'dsp'>): Promise<void> {
    const known = await this.chargebacks.find(id);
    const latest = known && (await this.payments.disputeNow(known.provider, known.providerRef));
    if (latest) await this.run(latest);
  }
}

/** Money that came back is won, whatever it is called; what ended otherwise is lost. */
function verdictOf({ state, isWithdrawn }: PaymentDisputed): 'win' | 'lose' | undefined {
  if (state === 'lost' || (state === 'closed' && isWithdrawn)) return 'lose';
  return (state === 'won' || state === 'closed') && !isWithdrawn ? 'win' : undefined;
}
