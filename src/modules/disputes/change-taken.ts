import { Injectable } from '@nestjs/common';
import { Clock, money, type Id } from '../../kernel/index.js';
import { newId, type Tx } from '../../platform/database/index.js';
import { disputeChangedJournal, Ledger } from '../ledger/index.js';
import type { SellerOrder } from '../orders/index.js';
import { ChargeBacks } from '../payments/index.js';
import { BANK } from './actors.js';
import { lowered } from './chargeback.domain.js';
import { ChargebacksRepository, type ChargebackRow, type EndedShare } from './chargebacks.repository.js';
import { ExposeSellers } from './expose-sellers.js';
import { RefundReturned } from './refund-returned.js';

type Sellers = ReadonlyMap<Id<'sor'>, SellerOrder>;
type Share = Omit<EndedShare, 'exposure' | 'absorbed'>;

/** The bank takes more or less than it did at first: what is owed, counted and held follows. */
@Injectable()
export class ChangeTaken {
  constructor(
    private readonly clock: Clock,
    private readonly chargebacks: ChargebacksRepository,
    private readonly payments: ChargeBacks,
    private readonly sellers: ExposeSellers,
    private readonly returned: RefundReturned,
    private readonly ledger: Ledger,
  ) {}

  /** The chargeback is open and locked; `amount` is what is taken now, in minor units. */
  async run(tx: Tx, chargeback: ChargebackRow, amount: number): Promise<void> {
    const { id, provider, currency, orderId, paymentId, version, amount: before } = chargeback;
    if (amount === before || amount <= 0) return;
    const orders = await this.sellers.lock(tx, orderId);
    const [at, change] = [this.clock.now(), money(amount - before, currency)];
    const refs = { orderId, paymentId };
    const circumstances = { effectiveAt: at, actor: BANK, refs, places: { psp: provider } };
    await this.ledger.post(tx, disputeChangedJournal(id, version, change, circumstances));
    const excess =
      amount > before
        ? await this.raise(tx, chargeback, orders, change.amount)
        : await this.lower(tx, chargeback, orders, -change.amount);
    await this.chargebacks.noteAmount(tx, id, amount, excess, at);
  }

  /** Returns what is too much now. */
  private async raise(tx: Tx, chargeback: ChargebackRow, orders: Sellers, by: number): Promise<number> {
    const { id, paymentId, currency, shares, excess } = chargeback;
    const more = await this.payments.take(tx, paymentId, money(by, currency));
    for (const part of more.parts) {
      const { sellerOrderId, sellerId, amount, covered } = part;
      const known = shares.find((share) => share.sellerOrderId === sellerOrderId);
      if (!known)
        await this.chargebacks.addShare(tx, id, {
          id: newId('dsp'),
          sellerOrderId,
          sellerId,
          amount: 0,
          covered: 0,
          exposure: 0,
        });
      const share = known ?? (await this.shareOf(tx, id, sellerOrderId));
      await this.set(tx, chargeback, orders, {
        ...share,
        amount: share.amount + amount,
        covered: share.covered + covered,
      });
    }
    return excess + more.excess;
  }

  private async lower(tx: Tx, chargeback: ChargebackRow, orders: Sellers, by: number): Promise<number> {
    const { paymentId, currency, shares, excess } = chargeback;
    const less = lowered(by, currency, excess, shares);
    const parts = shares.map((share, i) => ({ ...share, ...(less.shares[i] ?? { amount: 0, covered: 0 }) }));
    await this.payments.giveBack(tx, paymentId, parts);
    for (const [i, share] of shares.entries()) {
      const { amount = 0, covered = 0 } = parts[i] ?? {};
      await this.set(tx, chargeback, orders, {
        ...share,
        amount: share.amount - amount,
        covered: share.covered - covered,
      });
      const isGivenUp = orders.get(share.sellerOrderId)?.state === 'cancelled';
      if (isGivenUp)
        await this.returned.run(tx, chargeback, { ...share, amount }, `${chargeback.id}:${chargeback.version}`);
    }
    return excess - less.excess;
  }

  private async set(tx: Tx, { id, paymentId }: ChargebackRow, orders: Sellers, share: Share): Promise<void> {
    const { sellerOrderId } = share;
    const settled = await this.payments.settledOf(tx, paymentId, share);
    const exposure = await this.sellers.run(tx, orders.get(sellerOrderId), { ...share, settled: settled?.amount }, id);
    await this.chargebacks.setShare(tx, { ...share, exposure });
  }

  private async shareOf(tx: Tx, id: Id<'dsp'>, sellerOrderId: Id<'sor'>): Promise<EndedShare> {
    const share = (await this.chargebacks.lock(tx, id))?.shares.find((each) => each.sellerOrderId === sellerOrderId);
    if (!share) throw new Error(`The chargeback ${id} has no share of ${sellerOrderId}`);
    return share;
  }
}
