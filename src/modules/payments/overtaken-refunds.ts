import { Injectable } from '@nestjs/common';
import { Clock, money, type Id } from '../../kernel/index.js';
import { moveAll, type Tx } from '../../platform/database/index.js';
import { Outbox } from '../../platform/messaging/index.js';
import { debit, type Line } from '../ledger/index.js';
import { PROVIDER } from './actors.js';
import { drawnInOrder, type ChargedPart } from './charge-back.domain.js';
import { OvertakenRefundsRepository, type RefundOnTheWay } from './overtaken-refunds.repository.js';
import { refundSucceeded } from './payments.events.js';
import { refundLifecycle } from './refund.lifecycle.js';
import { SubmitRefund } from './submit-refund.js';

export interface CoveredRefunds {
  readonly paymentId: Id<'pay'>;
  readonly sellerOrderId: Id<'sor'>;
  /** Minor units. */
  readonly covered: number;
}

export interface Cover {
  /** Debits, for the caller to post: what the bank has paid in place of refunds. */
  readonly lines: readonly Line[];
  /** What of it no refund is left for: it was paid by the card as well, and the buyer has it twice. Minor units. */
  readonly twice: number;
}

/** Whether the provider has paid a refund that a bank is to pay is not known; it has to be looked up first. */
export class RefundUnclear extends Error {
  override name = 'RefundUnclear';
}

/**
 * Refunds that were on the way when a bank took the payment back. While that is undecided they are not sent; when it is
 * lost the bank has paid those that the provider has not; when it is won they are sent.
 */
@Injectable()
export class OvertakenRefunds {
  constructor(
    private readonly refunds: OvertakenRefundsRepository,
    private readonly submit: SubmitRefund,
    private readonly outbox: Outbox,
    private readonly clock: Clock,
  ) {}

  /** What is on the way of a payment whose parts are locked, and not covered by another chargeback; by seller order. */
  async onTheWay(tx: Tx, paymentId: Id<'pay'>): Promise<Map<Id<'sor'>, number>> {
    const sums = new Map<Id<'sor'>, number>();
    for (const { sellerOrderId, open, overtaken } of await this.refunds.lock(tx, paymentId))
      sums.set(sellerOrderId, (sums.get(sellerOrderId) ?? 0) + open - overtaken);
    return sums;
  }

  /** Stops what a chargeback covers, oldest first, until it is decided. */
  async stop(tx: Tx, paymentId: Id<'pay'>, parts: readonly ChargedPart[]): Promise<void> {
    await this.change(tx, paymentId, parts, ({ open, overtaken }) => open - overtaken, 1);
  }

  /** A chargeback lets go of what it covered: it is sent. */
  async free(tx: Tx, paymentId: Id<'pay'>, parts: readonly ChargedPart[]): Promise<void> {
    const freed = await this.change(tx, paymentId, parts, ({ overtaken }) => overtaken, -1);
    await this.refunds.resume(tx, freed, this.clock.now());
  }

  /**
   * The bank has paid what stopped refunds were to pay: they are done as far as that goes, oldest first.
   * @throws RefundUnclear while the provider may have paid one of them
   */
  async cover(tx: Tx, { paymentId, sellerOrderId, covered }: CoveredRefunds): Promise<Cover> {
    if (covered === 0) return { lines: [], twice: 0 };
    const refunds = (await this.refunds.lock(tx, paymentId)).filter((each) => each.sellerOrderId === sellerOrderId);
    const drawn = drawnInOrder(covered, refunds, ({ overtaken }) => overtaken);
    const lines: Line[] = [];
    let left = covered;
    for (const [refund, part] of drawn) {
      if (refund.isUnclear) throw new RefundUnclear(`It is not known whether the refund ${refund.id} was paid`);
      left -= part;
      await this.coverOne(tx, paymentId, refund, part);
      lines.push(debit('refund_in_transit', money(part, refund.currency), refund.id));
    }
    return { lines, twice: left };
  }

  /** Asks the provider what became of stopped refunds; false while it is not known of all. Outside of transactions. */
  async clear(paymentId: Id<'pay'>): Promise<boolean> {
    for (const id of await this.refunds.unclear(paymentId)) await this.submit.run(id);
    return (await this.refunds.unclear(paymentId)).length === 0;
  }

  private async change(
    tx: Tx,
    paymentId: Id<'pay'>,
    parts: readonly ChargedPart[],
    room: (refund: RefundOnTheWay) => number,
    sign: 1 | -1,
  ): Promise<string[]> {
    const covering = parts.filter(({ covered }) => covered > 0);
    if (covering.length === 0) return [];
    const refunds = await this.refunds.lock(tx, paymentId);
    const drawn = covering.flatMap(({ sellerOrderId, covered }) =>
      drawnInOrder(
        covered,
        refunds.filter((each) => each.sellerOrderId === sellerOrderId),
        room,
      ),
    );
    const amounts = new Map(drawn.map(([{ id }, part]) => [id as string, sign * part]));
    await this.refunds.overtake(tx, amounts, this.clock.now());
    return [...amounts.keys()];
  }

  private async coverOne(tx: Tx, paymentId: Id<'pay'>, refund: RefundOnTheWay, part: number): Promise<void> {
    const { id, open, overtaken, sellerId, orderId, sellerOrderId, currency, amount } = refund;
    const at = this.clock.now();
    await this.refunds.cover(tx, id, part, at);
    if (part < open) {
      if (part === overtaken) await this.refunds.resume(tx, [id], at);
      return;
    }
    await moveAll(tx, refundLifecycle, [id], { action: 'succeed', actor: PROVIDER, at, reason: 'charged_back' });
    const payload = { refundId: id, paymentId, orderId, sellerOrderId, currency, amount };
    await this.outbox.publish(tx, refundSucceeded, { subjectId: id, sellerId, payload });
  }
}
