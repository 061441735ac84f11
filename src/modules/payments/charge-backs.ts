import { Injectable } from '@nestjs/common';
import { Clock, type Id, type Money } from '../../kernel/index.js';
import type { Tx } from '../../platform/database/index.js';
import { promotionWith, refundableOf, shareOut, type ChargedPart, type ChargedParts } from './charge-back.domain.js';
import { ChargeBacksRepository, type LockedPart } from './charge-backs.repository.js';
import { ConversionsRepository } from './conversions.repository.js';
import { convertedBack, paidBack, type PartBack } from './converted-part.js';
import { DisputesRepository } from './disputes.repository.js';
import { OvertakenRefunds, type Cover, type CoveredRefunds } from './overtaken-refunds.js';
import type { PaymentDisputed } from './payments.events.js';

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
    private readonly overtaken: OvertakenRefunds,
    private readonly disputes: DisputesRepository,
    private readonly clock: Clock,
  ) {}

  /**
   * Counts what was taken on the payment and, by share, on its parts; they stay locked until the transaction ends. What
   * it covers of refunds that are on the way is not sent while it is undecided.
   */
  async take(tx: Tx, paymentId: Id<'pay'>, taken: Money): Promise<ChargedParts> {
    const locked = await this.counters.lockParts(tx, paymentId);
    const onTheWay = await this.overtaken.onTheWay(tx, paymentId);
    const shared = await this.share(tx, paymentId, taken, locked, onTheWay);
    await this.overtaken.stop(tx, paymentId, shared.parts);
    const settledOf = ({ sellerOrderId, amount }: Share): number | undefined =>
      backOfShare(
        locked.find((each) => each.sellerOrderId === sellerOrderId),
        amount,
      )?.settled.amount;
    return { ...shared, parts: shared.parts.map((part) => ({ ...part, settled: settledOf(part) })) };
  }

  /** The same of what is lost already: it covers no refunds. */
  async takeLost(tx: Tx, paymentId: Id<'pay'>, taken: Money): Promise<ChargedParts> {
    return this.share(tx, paymentId, taken, await this.counters.lockParts(tx, paymentId), new Map());
  }

  /** How a dispute stood at the provider when we last looked. */
  disputeNow(provider: string, disputeRef: string): Promise<PaymentDisputed | undefined> {
    return this.disputes.now(provider, disputeRef);
  }

  /** The money came back: it may be refunded again. */
  async giveBack(tx: Tx, paymentId: Id<'pay'>, parts: readonly ChargedPart[]): Promise<void> {
    await this.counters.lockParts(tx, paymentId);
    await this.count(tx, paymentId, parts, -1);
    await this.overtaken.free(tx, paymentId, parts);
  }

  /** @throws RefundUnclear while the provider may have paid a refund that the bank is to pay */
  cover(tx: Tx, refunds: CoveredRefunds): Promise<Cover> {
    return this.overtaken.cover(tx, refunds);
  }

  /** Asks the provider what became of refunds that a bank may have paid; false while it is not known. */
  clear(paymentId: Id<'pay'>): Promise<boolean> {
    return this.overtaken.clear(paymentId);
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

  private async share(
    tx: Tx,
    paymentId: Id<'pay'>,
    taken: Money,
    locked: readonly LockedPart[],
    onTheWay: ReadonlyMap<Id<'sor'>, number>,
  ): Promise<ChargedParts> {
    const chargeable = locked.map((part) => ({ ...part, onTheWay: onTheWay.get(part.sellerOrderId) ?? 0 }));
    const shared = shareOut(taken, chargeable);
    await this.count(tx, paymentId, shared.parts, 1);
    return shared;
  }

  private async part(tx: Tx, paymentId: Id<'pay'>, sellerOrderId: Id<'sor'>): Promise<LockedPart | undefined> {
    const parts = await this.counters.lockParts(tx, paymentId);
    return parts.find((each) => each.sellerOrderId === sellerOrderId);
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
