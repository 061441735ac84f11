import { Injectable } from '@nestjs/common';
import { Clock, money, type Id } from '../../kernel/index.js';
import { moveOne, newId, type Tx } from '../../platform/database/index.js';
import { Outbox } from '../../platform/messaging/index.js';
import { disputeOpenedJournal, Ledger } from '../ledger/index.js';
import { ChargeBacks, type PaymentDisputed } from '../payments/index.js';
import { BANK } from './actors.js';
import { chargebackLifecycle } from './chargeback.lifecycle.js';
import { ChargebacksRepository, type ChargebackRow, type ShareRow } from './chargebacks.repository.js';
import { chargebackOpened } from './disputes.events.js';
import { ExposeSellers } from './expose-sellers.js';

/** The bank took a payment back: it is booked, and whatever sellers got of it is stopped. */
@Injectable()
export class OpenChargeback {
  constructor(
    private readonly clock: Clock,
    private readonly chargebacks: ChargebacksRepository,
    private readonly payments: ChargeBacks,
    private readonly sellers: ExposeSellers,
    private readonly ledger: Ledger,
    private readonly outbox: Outbox,
  ) {}

  /** The chargeback of the dispute, locked; another call may have opened it. */
  async run(tx: Tx, told: PaymentDisputed): Promise<ChargebackRow> {
    const { provider, disputeRef, paymentId, orderId, reason, currency, amount, fee } = told;
    const id = newId('dsp');
    const at = this.clock.now();
    const policy = await this.chargebacks.policyOf(tx, reason);
    const dueAt = told.evidenceDueAt === null ? null : new Date(told.evidenceDueAt);
    const whose = { id, provider, providerRef: disputeRef, paymentId, orderId, reason };
    const what = { currency, amount, fee, excess: 0, ...policy, evidenceDueAt: dueAt, openedAt: at };
    if (await this.chargebacks.insert(tx, { ...whose, ...what })) {
      await this.take(tx, id, told, at);
      if (dueAt) await moveOne(tx, chargebackLifecycle, id, { action: 'ask_evidence', actor: BANK, at });
    }
    return (await this.chargebacks.lockByRef(tx, provider, disputeRef)) as ChargebackRow;
  }

  /** Seller orders are locked first, then counters, then balances: as every refund does it. */
  private async take(tx: Tx, id: Id<'dsp'>, told: PaymentDisputed, at: Date): Promise<void> {
    const { provider, paymentId, orderId, currency } = told;
    const orders = await this.sellers.lock(tx, orderId);
    const { parts, excess } = await this.payments.take(tx, paymentId, money(told.amount, currency));
    await this.chargebacks.noteExcess(tx, id, excess);
    const refs = { orderId, paymentId };
    const circumstances = { effectiveAt: at, actor: BANK, refs, places: { psp: provider } };
    const [amount, fee] = [money(told.amount, currency), money(told.fee, currency)];
    await this.ledger.post(tx, disputeOpenedJournal(id, amount, fee, circumstances));
    for (const part of parts) {
      const share = { id: newId('dsp'), ...part };
      const exposure = await this.sellers.run(tx, orders.get(part.sellerOrderId), share, id);
      await this.chargebacks.addShare(tx, id, { ...share, exposure });
      await this.tell(tx, id, told, share);
    }
  }

  private async tell(tx: Tx, disputeId: Id<'dsp'>, told: PaymentDisputed, share: Omit<ShareRow, 'exposure'>) {
    const { paymentId, currency, reason, evidenceDueAt } = told;
    const { sellerOrderId, sellerId, amount, covered } = share;
    const about = { disputeId, paymentId, sellerOrderId, sellerId, currency, amount: amount + covered };
    const payload = { ...about, reason, evidenceDueAt };
    await this.outbox.publish(tx, chargebackOpened, { subjectId: disputeId, sellerId, payload });
  }
}
