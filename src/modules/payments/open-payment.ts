import { Injectable } from '@nestjs/common';
import { Clock, compare, sum, type Id, type Money } from '../../kernel/index.js';
import { newId, type Tx } from '../../platform/database/index.js';
import type { Facts, Outcome } from '../risk/index.js';
import { ConversionsRepository } from './conversions.repository.js';
import { PaymentProviders } from './payment-providers.js';
import { PaymentsRepository } from './payments.repository.js';
import { ON_ACCOUNT } from './on-account.domain.js';

export interface PaymentToOpen {
  /** Made by the caller, who writes it down beside. */
  readonly paymentId?: Id<'pay'>;
  readonly orderId: Id<'ord'>;
  readonly buyerId: Id<'usr'>;
  readonly currency: string;
  readonly total: Money;
  /** Who gets which share; the shares add up to the total. */
  readonly parts: readonly {
    readonly sellerOrderId: Id<'sor'>;
    readonly sellerId: Id<'sel'>;
    readonly amount: Money;
    /** What the platform adds to the seller order's escrow, because the buyer's coupon says so. */
    readonly promotion?: Money;
    /** Where the seller settles in another currency: at which quote, and what the share and the spread are in it. */
    readonly conversion?: { readonly quoteId: Id<'fxq'>; readonly settled: Money; readonly spread: Money };
  }[];
  readonly expiresAt: Date;
  /** What was known and decided when the order was placed; the authorisation is judged with it. */
  readonly risk: { readonly outcome: Outcome; readonly facts: Facts };
  /** Who owes the payment; absent where it is paid when it is ordered. */
  readonly accountId?: string;
}

@Injectable()
export class OpenPayment {
  constructor(
    private readonly payments: PaymentsRepository,
    private readonly providers: PaymentProviders,
    private readonly conversions: ConversionsRepository,
    private readonly clock: Clock,
  ) {}

  async run(tx: Tx, opening: PaymentToOpen): Promise<Id<'pay'>> {
    const {
      paymentId: id = newId('pay'),
      orderId,
      buyerId,
      currency,
      total,
      parts,
      expiresAt,
      risk,
      accountId = null,
    } = opening;
    const shares = sum(
      currency,
      parts.map((part) => part.amount),
    );
    if (compare(shares, total) !== 0) throw new RangeError('The shares of a payment do not add up to its total');
    const payment = {
      ...{ id, orderId, buyerId, currency, expiresAt },
      amount: total.amount,
      provider: accountId === null ? this.providers.current.name : ON_ACCOUNT,
      accountId,
      riskFacts: risk.facts,
      at: this.clock.now(),
      parts: parts.map((part) => ({ ...part, amount: part.amount.amount, promotion: part.promotion?.amount ?? 0 })),
    };
    // Written in this order, in one packet.
    await Promise.all([this.payments.open(tx, payment), this.convert(tx, id, opening)]);
    return id;
  }

  private async convert(tx: Tx, id: Id<'pay'>, { parts }: PaymentToOpen): Promise<void> {
    const conversions = parts.flatMap(({ sellerOrderId, conversion }) => {
      if (!conversion) return [];
      const { quoteId, settled, spread } = conversion;
      return [{ sellerOrderId, quoteId, currency: settled.currency, settled: settled.amount, spread: spread.amount }];
    });
    if (conversions.length > 0) await this.conversions.put(tx, id, conversions);
  }
}
