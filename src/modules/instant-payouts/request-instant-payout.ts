import { Injectable } from '@nestjs/common';
import { money, toWire, type Actor, type Id } from '../../kernel/index.js';
import { UnitOfWork, type Tx } from '../../platform/database/index.js';
import { MoneyView, type Once } from '../../platform/http/index.js';
import { assertActsFor } from '../identity/index.js';
import { PayInstantly, Payouts } from '../settlement/index.js';
import { InstantFees } from './instant-fees.repository.js';
import type { InstantPayoutView } from './instant-payouts.dto.js';
import { InstantPayoutNotOffered } from './instant-payouts.errors.js';
import { refusalOf } from './refusals.js';

/** A seller's manager asks for everything available now, and pays for not waiting. */
@Injectable()
export class RequestInstantPayout {
  constructor(
    private readonly uow: UnitOfWork,
    private readonly fees: InstantFees,
    private readonly pay: PayInstantly,
    private readonly payouts: Payouts,
  ) {}

  /** Payout, fee and event commit together, or nothing does. @throws NotFound, Forbidden, and what `refusalOf` says */
  run(actor: Actor, sellerId: Id<'sel'>, currency: string, once: Once): Promise<InstantPayoutView> {
    assertActsFor(actor, sellerId, 'manager');
    return once.run(this.uow, async (tx) => {
      const fee = await this.fees.of(tx, currency);
      if (!fee) throw new InstantPayoutNotOffered({ currency });
      const made = await this.pay.run(tx, { sellerId, currency }, fee);
      if (made.reason) throw refusalOf(made.reason);
      return this.view(tx, made.payoutId);
    });
  }

  private async view(tx: Tx, payoutId: string): Promise<InstantPayoutView> {
    const payout = await this.payouts.lock(tx, payoutId);
    if (!payout) throw new Error(`Payout ${payoutId} was not made`);
    const { sellerId, currency, amount, state, instantFee } = payout;
    return {
      payoutId: toWire('pyo', payoutId),
      sellerId: toWire('sel', sellerId),
      state,
      amount: MoneyView.of(money(amount, currency)),
      fee: MoneyView.of(money(instantFee ?? 0, currency)),
    };
  }
}
