import { Injectable } from '@nestjs/common';
import { Clock, money, type Id, type Money } from '../../kernel/index.js';
import { moveAll, type Tx } from '../../platform/database/index.js';
import { Outbox } from '../../platform/messaging/index.js';
import { debit, type Line } from '../ledger/index.js';
import { PROVIDER } from './actors.js';
import { promotionWith, refundableOf, shareOut, type ChargedPart, type ChargedParts } from './charge-back.domain.js';
import { ChargeBacksRepository, type LockedPart, type OvertakenRefund } from './charge-backs.repository.js';
import { ConversionsRepository } from './conversions.repository.js';
import { convertedBack, paidBack, type PartBack } from './converted-part.js';
import { refundSucceeded } from './payments.events.js';
import { refundLifecycle } from './refund.lifecycle.js';

export interface CoveredRefunds {
  readonly paymentId: Id<'pay'>;
  readonly sellerOrderId: Id<'sor'>;
  /** Minor units. */
  readonly covered: number;
}

type Share = Pick<ChargedPart, 'sellerOrderId' | 'amount'>;

/** In the currency that the seller settles in; minor units. */
interface Left {
  readonly paid: number;
  readonly platformDiscount: number;
  /** What the buyer gets for it, where it was paid in another currency. */
  readonly given?: Money;
}

export interface LostShare {
  /** What the platform had added for it, in the currency that the seller settles in; minor units. */
  readonly promotion: number;
  /** What it is of the sale, where its seller settles in another currency. */
  readonly back?: PartBack;
}

/**
 * Money that banks took back, counted beside the refunds of the same payment. Whichever of the two comes first takes
 * the money; the other is refused, or waits.
 */
@Injectable()
export class ChargeBacks {
  constructor(
    private readonly counters: ChargeBacksRepository,
    private readonly conversions: ConversionsRepository,
    private readonly outbox: Outbox,
    private readonly clock: Clock,
  ) {}

  /** Counts what was taken on the payment and, by share, on its parts; they stay locked until the transaction ends. */
  async take(tx: Tx, paymentId: Id<'pay'>, taken: Money): Promise<ChargedParts> {
    const locked = await this.counters.lockParts(tx, paymentId);
    const shared = shareOut(taken, locked);
    await this.count(tx, paymentId, shared.parts, 1);
    const settledOf = ({ sellerOrderId, amount }: Share): number | undefined =>
      backOfShare(
        locked.find((each) => each.sellerOrderId === sellerOrderId),
        amount,
      )?.settled.amount;
    return { ...shared, parts: shared.parts.map((part) => ({ ...part, settled: settledOf(part) })) };
  }

  /** The money came back: it may be refunded again. */
  giveBack(tx: Tx, paymentId: Id<'pay'>, parts: readonly ChargedPart[]): Promise<void> {
    return this.count(tx, paymentId, parts, -1);
  }

  /** An amount is lost and leaves the sale; with it the platform gets back what it had added for it. */
  async lose(tx: Tx, paymentId: Id<'pay'>, { sellerOrderId, amount }: Share): Promise<LostShare> {
    const part = await this.part(tx, paymentId, sellerOrderId);
    const promotion = part ? promotionWith(amount, part) : 0;
    await this.counters.lose(tx, paymentId, sellerOrderId, amount, promotion);
    const back = backOfShare(part, amount);
    if (!back) return { promotion };
    const { currency, amount: settled } = back.settled;
    const what = { currency, paid: amount, settled, spread: back.spread.amount };
    await this.conversions.takeBack(tx, { paymentId, sellerOrderId, ...what });
    return { promotion, back };
  }

  /** What an amount is of the sale, where its seller settles in another currency. */
  async settledOf(tx: Tx, paymentId: Id<'pay'>, { sellerOrderId, amount }: Share): Promise<Money | undefined> {
    return backOfShare(await this.part(tx, paymentId, sellerOrderId), amount)?.settled;
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
    const refundable = refundableOf(part);
    const { conversion } = part;
    if (!conversion) {
      const paid = Math.min(amount, refundable);
      return { paid, platformDiscount: promotionWith(paid, part) };
    }
    const most = paidBack({ ...part, conversion }, refundable);
    const back = most.settled.amount <= amount ? most : convertedBack({ ...part, conversion }, amount);
    const platformDiscount = promotionWith(back.paid.amount, part);
    return { paid: back.settled.amount, platformDiscount, given: back.paid };
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

  private async part(tx: Tx, paymentId: Id<'pay'>, sellerOrderId: Id<'sor'>): Promise<LockedPart | undefined> {
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

/** What an amount that was paid is of a sale that is settled in another currency. */
function backOfShare(part: LockedPart | undefined, amount: number): PartBack | undefined {
  return part?.conversion ? paidBack({ ...part, conversion: part.conversion }, amount) : undefined;
}
