import { Injectable } from '@nestjs/common';
import { Clock, money, type Id, type Money } from '../../kernel/index.js';
import { moveAll, type Tx } from '../../platform/database/index.js';
import { Outbox } from '../../platform/messaging/index.js';
import { debit, type Line } from '../ledger/index.js';
import { PROVIDER } from './actors.js';
import {
  promotionWith,
  refundableOf,
  shareOut,
  type ChargedPart,
  type ChargedParts,
  type PartCounters,
} from './charge-back.domain.js';
import { ChargeBacksRepository, type OvertakenRefund } from './charge-backs.repository.js';
import { refundSucceeded } from './payments.events.js';
import { refundLifecycle } from './refund.lifecycle.js';

export interface CoveredRefunds {
  readonly paymentId: Id<'pay'>;
  readonly sellerOrderId: Id<'sor'>;
  /** Minor units. */
  readonly covered: number;
}

type Share = Pick<ChargedPart, 'sellerOrderId' | 'amount'>;

interface Left {
  readonly paid: number;
  readonly platformDiscount: number;
}

/**
 * Money that banks took back, counted beside the refunds of the same payment. Whichever of the two comes first takes
 * the money; the other is refused, or waits.
 */
@Injectable()
export class ChargeBacks {
  constructor(
    private readonly counters: ChargeBacksRepository,
    private readonly outbox: Outbox,
    private readonly clock: Clock,
  ) {}

  /** Counts what was taken on the payment and, by share, on its parts; they stay locked until the transaction ends. */
  async take(tx: Tx, paymentId: Id<'pay'>, taken: Money): Promise<ChargedParts> {
    const shared = shareOut(taken, await this.counters.lockParts(tx, paymentId));
    await this.count(tx, paymentId, shared.parts, 1);
    return shared;
  }

  /** The money came back: it may be refunded again. */
  giveBack(tx: Tx, paymentId: Id<'pay'>, parts: readonly ChargedPart[]): Promise<void> {
    return this.count(tx, paymentId, parts, -1);
  }

  /**
   * An amount is lost and leaves the sale; with it the platform gets back what it had added for it: how much, in minor
   * units.
   */
  async lose(tx: Tx, paymentId: Id<'pay'>, share: Share): Promise<number> {
    const promotion = await this.promotionOf(tx, paymentId, share);
    await this.counters.lose(tx, paymentId, share.sellerOrderId, share.amount, promotion);
    return promotion;
  }

  /** What the platform had added for an amount of what is left in the sale, in minor units. */
  async promotionOf(tx: Tx, paymentId: Id<'pay'>, { sellerOrderId, amount }: Share): Promise<number> {
    const part = await this.part(tx, paymentId, sellerOrderId);
    return part ? promotionWith(amount, part) : 0;
  }

  /**
   * What a bank and refunds have left of an amount of a seller order, and what the platform had added for it, in minor
   * units; `undefined` when no bank took any.
   */
  async left(tx: Tx, paymentId: Id<'pay'>, { sellerOrderId, amount }: Share): Promise<Left | undefined> {
    const part = await this.part(tx, paymentId, sellerOrderId);
    if (!part || part.chargedBack === 0) return undefined;
    const paid = Math.min(amount, refundableOf(part));
    return { paid, platformDiscount: promotionWith(paid, part) };
  }

  /**
   * The bank has paid what refunds on the way were to pay: they are done as far as that goes, oldest first. The caller
   * posts the debits that are returned.
   */
  async cover(tx: Tx, { paymentId, sellerOrderId, covered }: CoveredRefunds): Promise<Line[]> {
    if (covered === 0) return [];
    const refunds = await this.counters.overtaken(tx, paymentId, sellerOrderId);
    const lines: Line[] = [];
    let left = covered;
    for (const refund of refunds) {
      const part = Math.min(left, refund.open);
      if (part === 0) break;
      left -= part;
      await this.coverOne(tx, { ...refund, paymentId, sellerOrderId }, part);
      lines.push(debit('refund_in_transit', money(part, refund.currency), refund.id));
    }
    if (left > 0) throw new Error(`Refunds of the seller order ${sellerOrderId} were paid by both ways`);
    return lines;
  }

  private async part(tx: Tx, paymentId: Id<'pay'>, sellerOrderId: Id<'sor'>): Promise<PartCounters | undefined> {
    const parts = await this.counters.lockParts(tx, paymentId);
    return parts.find((each) => each.sellerOrderId === sellerOrderId);
  }

  private async coverOne(tx: Tx, refund: OvertakenRefund & Omit<CoveredRefunds, 'covered'>, part: number) {
    const { id, open, sellerId, orderId, paymentId, sellerOrderId, currency, amount } = refund;
    const at = this.clock.now();
    await this.counters.cover(tx, id, part, at);
    if (part < open) return;
    await moveAll(tx, refundLifecycle, [id], { action: 'succeed', actor: PROVIDER, at, reason: 'charged_back' });
    const payload = { refundId: id, paymentId, orderId, sellerOrderId, currency, amount };
    await this.outbox.publish(tx, refundSucceeded, { subjectId: id, sellerId, payload });
  }

  private async count(tx: Tx, paymentId: Id<'pay'>, parts: readonly ChargedPart[], sign: 1 | -1): Promise<void> {
    const fresh = parts.filter(({ amount }) => amount > 0);
    if (fresh.length === 0) return;
    const amounts = new Map(fresh.map(({ sellerOrderId, amount }) => [sellerOrderId as string, sign * amount]));
    await this.counters.count(tx, paymentId, amounts, this.clock.now());
  }
}
