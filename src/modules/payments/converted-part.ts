import { money, type Money } from '../../kernel/index.js';
import { backOf, backOfPaid, type ConvertedBack, type ConvertedShare } from '../fx/index.js';
import {
  credit,
  debit,
  escrowConvertedJournal,
  spreadKeptJournal,
  type Circumstances,
  type Journal,
  type Line,
} from '../ledger/index.js';
import type { PartConversion } from './conversions.repository.js';

/** A part as far as its conversion goes; minor units of what was paid. */
export interface ConvertedPart {
  readonly amount: number;
  readonly storeCredit: number;
  readonly conversion: PartConversion;
}

/** F1 and F2: the share that was paid becomes the escrow of the seller's currency; the spread is taken out of it. */
export function conversionJournals(sellerOrderId: string, part: ConvertedPart, at: Circumstances): Journal[] {
  const { quoteId, paidCurrency, currency, settled, spread } = part.conversion;
  const paid = money(part.amount + part.storeCredit, paidCurrency);
  const converted = escrowConvertedJournal(quoteId, sellerOrderId, paid, money(settled + spread, currency), at);
  if (spread === 0) return [converted];
  return [converted, spreadKeptJournal(quoteId, sellerOrderId, money(spread, currency), at)];
}

/** Without what went back before anything was booked. */
export function leftOf(conversion: PartConversion): PartConversion {
  const { settled, settledBack, spread } = conversion;
  const spreadBack = Number((BigInt(spread) * BigInt(settledBack)) / BigInt(settled));
  return { ...conversion, settled: settled - settledBack, spread: spread - spreadBack };
}

/** What the platform adds to the escrow of a converted share, in the seller's currency: P5 beside P1. */
export const promotionLines = (sellerOrderId: string, promotion: Money): Line[] =>
  promotion.amount === 0
    ? []
    : [debit('promotion_expense', promotion), credit('order_escrow', promotion, sellerOrderId)];

export interface PartBack {
  readonly paid: Money;
  readonly settled: Money;
  readonly spread: Money;
  /** The opposite of F1 and F2: they turn what is taken of the sale into what the buyer paid. */
  readonly lines: readonly Line[];
}

/** What goes back with an amount of what the seller settles in: at the rate of the order, unless it is said. */
export function convertedBack(part: ConvertedPart, settled: number, paid?: Money): PartBack {
  const back = backOf(shareOf(part), settled);
  return backWith(part.conversion, { ...back, paid: paid?.amount ?? back.paid });
}

/** What goes back with an amount of what the buyer paid. */
export const paidBack = (part: ConvertedPart, paid: number): PartBack =>
  backWith(part.conversion, backOfPaid(shareOf(part), paid));

const shareOf = ({ amount, storeCredit, conversion }: ConvertedPart): ConvertedShare => ({
  ...conversion,
  paid: amount + storeCredit,
});

function backWith({ paidCurrency, currency }: PartConversion, back: ConvertedBack): PartBack {
  const [paid, spread] = [money(back.paid, paidCurrency), money(back.spread, currency)];
  const settled = money(back.settled, currency);
  const lines = [
    debit('fx_spread_revenue', spread),
    credit('fx_position', money(back.settled + back.spread, currency)),
    debit('fx_position', paid),
  ];
  return { paid, settled, spread, lines };
}
