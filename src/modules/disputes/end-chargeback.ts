import { Injectable } from '@nestjs/common';
import { Clock, type Actor } from '../../kernel/index.js';
import { moveOne, type Tx } from '../../platform/database/index.js';
import { Outbox } from '../../platform/messaging/index.js';
import { Orders } from '../orders/index.js';
import { Settlement } from '../settlement/index.js';
import { chargebackLifecycle } from './chargeback.lifecycle.js';
import { ChargebacksRepository, type ChargebackRow } from './chargebacks.repository.js';
import { chargebackClosed } from './disputes.events.js';
import { LoseChargeback } from './lose-chargeback.js';
import { WinChargeback } from './win-chargeback.js';

export interface ChargebackEnd {
  readonly action: 'win' | 'lose' | 'accept';
  /** What the provider has kept for the dispute, in minor units. */
  readonly fee: number;
  readonly actor: Actor;
  readonly reason?: string;
}

const OUTCOME = { win: 'won', lose: 'lost', accept: 'accepted' } as const;

/** The two ways a chargeback ends for the money. */
@Injectable()
export class ChargebackOutcomes {
  constructor(
    readonly win: WinChargeback,
    readonly lose: LoseChargeback,
  ) {}
}

/** The dispute is decided, or given up: the money moves once, and the clocks of the earnings run again. */
@Injectable()
export class EndChargeback {
  constructor(
    private readonly clock: Clock,
    private readonly chargebacks: ChargebacksRepository,
    private readonly orders: Orders,
    private readonly settlement: Settlement,
    private readonly outcomes: ChargebackOutcomes,
    private readonly outbox: Outbox,
  ) {}

  /** The chargeback is locked. @throws IllegalTransition when it has ended, or evidence was sent before it is accepted */
  async run(tx: Tx, chargeback: ChargebackRow, { action, fee, actor, reason }: ChargebackEnd): Promise<void> {
    const at = this.clock.now();
    const { id } = chargeback;
    const orders = new Map((await this.orders.lockAll(tx, chargeback.orderId)).map((order) => [order.id, order]));
    await moveOne(tx, chargebackLifecycle, id, { action, actor, at, reason });
    await this.chargebacks.stamp(tx, id, { closedAt: at });
    if (action === 'win') await this.outcomes.win.run(tx, chargeback, orders, fee);
    else await this.outcomes.lose.run(tx, chargeback, orders, actor);
    for (const { sellerOrderId, sellerId, amount, covered } of chargeback.shares) {
      const source = { type: 'chargeback', id };
      await this.orders.resume(tx, sellerOrderId, source);
      await this.settlement.unfreeze(tx, { sellerOrderId, source, reason: OUTCOME[action], actor });
      const { paymentId, currency, liable } = chargeback;
      const about = { disputeId: id, paymentId, sellerOrderId, sellerId, currency, amount: amount + covered };
      const payload = { ...about, outcome: OUTCOME[action], liable };
      await this.outbox.publish(tx, chargebackClosed, { subjectId: id, sellerId, payload });
    }
  }
}
