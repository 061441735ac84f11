import { Injectable } from '@nestjs/common';
import { Clock, money, type Actor } from '../../kernel/index.js';
import { moveOne, type Tx } from '../../platform/database/index.js';
import { Deadlines } from '../../platform/messaging/index.js';
import { holdLiftedJournal, Ledger } from '../ledger/index.js';
import { sellerHoldLifecycle } from './seller-hold.lifecycle.js';
import { SellerHoldsRepository, type SellerHoldRow } from './seller-holds.repository.js';

export const EXPIRY = 'seller-hold.expiry';

export interface HoldEnd {
  /** What its claim has taken of it, in minor units. */
  readonly used: number;
  readonly actor: Actor;
  readonly reason: string;
}

/** Ends a hold: what its claim did not take is available again. */
@Injectable()
export class EndHold {
  constructor(
    private readonly clock: Clock,
    private readonly ledger: Ledger,
    private readonly holds: SellerHoldsRepository,
    private readonly deadlines: Deadlines,
  ) {}

  /** The hold is locked. @throws IllegalTransition when it has ended */
  async run(tx: Tx, { id, sellerId, currency, held }: SellerHoldRow, { used, actor, reason }: HoldEnd): Promise<void> {
    const at = this.clock.now();
    await moveOne(tx, sellerHoldLifecycle, id, { action: used > 0 ? 'use' : 'lift', actor, at, reason });
    if (used > 0) await this.holds.noteUse(tx, id, used);
    const rest = money(held - used, currency);
    const circumstances = { effectiveAt: at, actor, refs: { sellerId } };
    if (rest.amount > 0) await this.ledger.post(tx, holdLiftedJournal(id, sellerId, rest, circumstances));
    await this.deadlines.cancel(tx, EXPIRY, id);
  }

  /** It asks for less, and goes on: an amount in minor units is available again. */
  async giveBack(tx: Tx, hold: SellerHoldRow, amount: number, actor: Actor): Promise<void> {
    const { id, sellerId, currency, givenBack } = hold;
    const at = { effectiveAt: this.clock.now(), actor, refs: { sellerId } };
    const lifted = holdLiftedJournal(id, sellerId, money(amount, currency), at);
    await this.ledger.post(tx, { ...lifted, source: { ...lifted.source, kind: `lowered:${givenBack}` } });
  }
}
