import { Injectable } from '@nestjs/common';
import { Clock, money, subtract } from '../../kernel/index.js';
import type { Tx } from '../../platform/database/index.js';
import { debit, Ledger, sellerNetOf, takenBack, totalOf, type Line, type SellerFunds } from '../ledger/index.js';
import { SellerHolds, type SellerHoldRow } from '../seller-holds/index.js';
import { parts } from './earning.domain.js';
import { EarningRefunds, type NewEarningRefund } from './earning-refunds.repository.js';
import { EarningsRepository } from './earnings.repository.js';

interface FeesBack {
  readonly commission: number;
  readonly feeTax: number;
}

/** What goes back of a seller order; minor units. */
export interface EarningRefund {
  readonly refundId: string;
  readonly sellerOrderId: string;
  readonly sellerId: string;
  readonly currency: string;
  /** After the seller's discount. */
  readonly item: number;
  readonly tax: number;
  readonly shipping: number;
  readonly shippingTo: 'seller' | 'platform';
  /** What the goods were charged: it will not be earned. */
  readonly fees: FeesBack;
  /** What of it the seller gets back when it was earned already. */
  readonly returnedFees: FeesBack;
  /** What is held of the seller for this very claim, in minor units; what is held for the sale, when absent. */
  readonly held?: number;
  /** The tax on the sale stays owed: the platform bears it. */
  readonly keepsTax?: boolean;
}

type Sources = Pick<NewEarningRefund, 'fromPending' | 'fromHeld' | 'fromAvailable' | 'fromReserve' | 'owed'>;

const NOWHERE: Sources = { fromPending: 0, fromHeld: 0, fromAvailable: 0, fromReserve: 0, owed: 0 };

/** Finds the money of a refund: in the escrow, or with everybody who earned of it. */
@Injectable()
export class TakeBackEarning {
  constructor(
    private readonly clock: Clock,
    private readonly ledger: Ledger,
    private readonly earnings: EarningsRepository,
    private readonly refunds: EarningRefunds,
    private readonly holds: SellerHolds,
  ) {}

  /**
   * The debits of the refund's journal, to be posted by the caller in the same transaction. The lock on the escrow
   * decides between the delivery and the refund, the lock on the earning between its release and the refund. Of the
   * seller it takes what the order has pending, then what is held for it, then available, then reserve, and what is
   * missing becomes a debt.
   */
  async run(tx: Tx, refund: EarningRefund): Promise<Line[]> {
    const { sellerOrderId, currency } = refund;
    await this.ledger.lock(tx, sellerOrderId, currency, ['order_escrow']);
    const earning = await this.earnings.lock(tx, sellerOrderId);
    if (!earning) {
      await this.note(tx, refund, 'escrow', refund.fees, NOWHERE);
      return [debit('order_escrow', totalOf(parts({ ...refund, ...refund.fees })), sellerOrderId)];
    }
    const isReleased = earning.state === 'available';
    const own = isReleased ? 0 : earning.net;
    const back = parts({ ...refund, ...refund.returnedFees });
    const feeTax = money(refund.returnedFees.feeTax, currency);
    const sources = await this.draw(tx, refund, subtract(sellerNetOf(back), feeTax).amount, own);
    await this.note(tx, refund, isReleased ? 'released' : 'pending', refund.returnedFees, sources);
    const taxFrom = refund.keepsTax ? 'chargeback_loss' : 'tax_payable';
    return takenBack(refund.sellerId, back, fundsOf(sources, currency), feeTax, taxFrom);
  }

  private async draw(tx: Tx, refund: EarningRefund, amount: number, own: number): Promise<Sources> {
    const { sellerId, sellerOrderId, currency } = refund;
    const fromPending = Math.min(amount, own);
    const holds = refund.held === undefined ? await this.holds.ofSellerOrder(tx, sellerOrderId, currency) : [];
    const locked = await this.ledger.lock(tx, sellerId, currency, ['seller_available', 'seller_receivable']);
    const available = locked.find(({ account }) => account === 'seller_available')?.balance ?? 0;
    const fromHeld = Math.min(amount - fromPending, refund.held ?? heldIn(holds));
    const fromAvailable = Math.min(amount - fromPending - fromHeld, available);
    const missing = amount - fromPending - fromHeld - fromAvailable;
    await this.holds.draw(tx, holds, Math.min(fromHeld, heldIn(holds)));
    await this.refunds.takePending(tx, sellerOrderId, fromPending, this.clock.now());
    const fromReserve = await this.refunds.takeReserve(tx, refund, missing);
    return { fromPending, fromHeld, fromAvailable, fromReserve, owed: missing - fromReserve };
  }

  private note(tx: Tx, refund: EarningRefund, stage: NewEarningRefund['stage'], fees: FeesBack, sources: Sources) {
    const { refundId, sellerOrderId, sellerId, currency, item, tax, shipping } = refund;
    const about = { refundId, sellerOrderId, sellerId, currency, item, tax, shipping };
    return this.refunds.note(tx, { ...about, ...fees, ...sources, stage, at: this.clock.now() });
  }
}

const heldIn = (holds: readonly SellerHoldRow[]): number => holds.reduce((sum, { held }) => sum + held, 0);

const fundsOf = ({ fromPending, fromHeld, fromAvailable, fromReserve }: Sources, currency: string): SellerFunds => ({
  pending: money(fromPending, currency),
  held: money(fromHeld, currency),
  available: money(fromAvailable, currency),
  reserve: money(fromReserve, currency),
});
