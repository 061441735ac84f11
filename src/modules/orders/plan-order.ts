import { Injectable } from '@nestjs/common';
import { Clock, plus, type Id } from '../../kernel/index.js';
import { newId, type Tx } from '../../platform/database/index.js';
import type { Quote } from '../carts/index.js';
import { convertShares, Fx, FxQuoteUnfit, type LockedQuote } from '../fx/index.js';
import type { ConvertedShare, SellerShare } from './order.domain.js';
import { currenciesOf, planOrder, type OrderPlan, type OrderRequest, type PlanInput } from './order-plan.domain.js';
import { PaymentCurrencyNeeded } from './orders.errors.js';
import { WINDOWS } from './seller-order.lifecycle.js';

/** Decides everything about an order before it is written: its shares, and what they cost in the buyer's currency. */
@Injectable()
export class PlanOrder {
  constructor(
    private readonly clock: Clock,
    private readonly fx: Fx,
  ) {}

  /**
   * No statement where the buyer pays in the currency that the sellers settle in; otherwise quotes are locked.
   * @throws PaymentCurrencyNeeded, NotFound, FxQuoteExpired, FxQuoteUsed, FxQuoteUnfit, FxRateUnavailable
   */
  async run(tx: Tx, quote: Quote, { paymentCurrency, fxQuoteIds = [], ...request }: OrderRequest): Promise<OrderPlan> {
    const settled = currenciesOf(quote);
    const currency = paymentCurrency ?? settled[0];
    if (currency === undefined) throw new RangeError('A basket without lines');
    if (paymentCurrency === undefined && settled.length > 1) throw new PaymentCurrencyNeeded({});
    const input = this.inputOf(quote, currency, request);
    const to = settled.filter((each) => each !== currency);
    if (to.length === 0 && fxQuoteIds.length > 0) throw new FxQuoteUnfit({});
    if (to.length === 0) return planOrder(input);
    const use = { orderId: input.orderId, buyerId: quote.cart.buyerId, from: currency, to, presented: fxQuoteIds };
    const quotes = await this.fx.lockQuotes(tx, use);
    return planOrder(input, (shares) => convertAll(quotes, shares));
  }

  private inputOf(quote: Quote, currency: string, request: OrderRequest): PlanInput {
    const placedAt = this.clock.now();
    const { shippingAddress, email, useStoreCredit, companyId, isApproved, affiliateCode } = request;
    return {
      ...{ quote, currency, shippingAddress, email, useStoreCredit, companyId, isApproved, affiliateCode, placedAt },
      payBy: plus(placedAt, isApproved ? WINDOWS.approvedPayment : WINDOWS.payment),
      orderId: newId('ord'),
      newSellerOrderId: (): Id<'sor'> => newId('sor'),
    };
  }
}

/** The shares of one currency are converted together. */
function convertAll(quotes: ReadonlyMap<string, LockedQuote>, shares: readonly SellerShare[]): SellerShare[] {
  const conversions = new Map(
    [...quotes].flatMap(([currency, quote]) =>
      conversionsOf(
        quote,
        shares.filter(({ total }) => total.currency === currency),
      ),
    ),
  );
  return shares.map((share) => ({ ...share, conversion: conversions.get(share.sellerOrderId) }));
}

function conversionsOf(quote: LockedQuote, shares: readonly SellerShare[]): [Id<'sor'>, ConvertedShare][] {
  const converted = convertShares(
    quote,
    shares.map(({ total }) => total),
  );
  return converted.flatMap(({ paid, spread }, i) => {
    const share = shares[i];
    return share ? [[share.sellerOrderId, { quoteId: quote.quoteId, paid, spread }]] : [];
  });
}
