import { Injectable } from '@nestjs/common';
import { money, type Id } from '../../kernel/index.js';
import { newId, type Tx } from '../../platform/database/index.js';
import { Outbox } from '../../platform/messaging/index.js';
import type { SellerOrder } from '../orders/index.js';
import { ChargeBacks, type ChargedPart } from '../payments/index.js';
import { ChargebacksRepository, type ChargebackRow, type EndedShare } from './chargebacks.repository.js';
import { chargebackOpened } from './disputes.events.js';
import { ExposeSellers } from './expose-sellers.js';

export type SellerOrders = ReadonlyMap<Id<'sor'>, SellerOrder>;

/** What an open chargeback takes of the seller orders of its payment, and what is held for it. */
@Injectable()
export class RaiseShares {
  constructor(
    private readonly chargebacks: ChargebacksRepository,
    private readonly payments: ChargeBacks,
    private readonly sellers: ExposeSellers,
    private readonly outbox: Outbox,
  ) {}

  /** Shares so much more, in minor units, among the seller orders. Returns what of it and by whom, and what no part bears. */
  async run(tx: Tx, chargeback: ChargebackRow, orders: SellerOrders, by: number) {
    const { paymentId, currency, shares } = chargeback;
    const more = await this.payments.take(tx, paymentId, money(by, currency));
    for (const part of more.parts) {
      const known = shares.find(({ sellerOrderId }) => sellerOrderId === part.sellerOrderId);
      const share = known ?? (await this.add(tx, chargeback, part));
      const taken = { amount: share.amount + part.amount, covered: share.covered + part.covered };
      await this.set(tx, chargeback, orders, { ...share, ...taken });
      if (!known) await this.tell(tx, chargeback, part);
    }
    return more;
  }

  /** A share takes another amount now: what is held follows. */
  async set(
    tx: Tx,
    { id, paymentId }: ChargebackRow,
    orders: SellerOrders,
    share: Omit<EndedShare, 'exposure' | 'absorbed'>,
  ): Promise<void> {
    const { sellerOrderId } = share;
    const settled = await this.payments.settledOf(tx, paymentId, share);
    const exposure = await this.sellers.run(tx, orders.get(sellerOrderId), { ...share, settled: settled?.amount }, id);
    await this.chargebacks.setShare(tx, { ...share, exposure });
  }

  /** Of nothing yet. */
  private async add(tx: Tx, { id }: ChargebackRow, { sellerOrderId, sellerId }: ChargedPart) {
    const share = { id: newId('dsp'), sellerOrderId, sellerId, amount: 0, covered: 0, exposure: 0 };
    await this.chargebacks.addShare(tx, id, share);
    return share;
  }

  private async tell(tx: Tx, chargeback: ChargebackRow, { sellerOrderId, sellerId, amount, covered }: ChargedPart) {
    const { id, paymentId, currency, reason, evidenceDueAt } = chargeback;
    const about = { disputeId: id, paymentId, sellerOrderId, sellerId, currency, amount: amount + covered };
    const payload = { ...about, reason, evidenceDueAt: evidenceDueAt?.toISOString() ?? null };
    await this.outbox.publish(tx, chargebackOpened, { subjectId: id, sellerId, payload });
  }
}
