import { randomUUID } from 'node:crypto';
import { money, subtract, zero, type Money } from '../../../src/kernel/index.js';
import * as ledger from '../../../src/modules/ledger/index.js';
import type { EarningParts, Line, SellerFunds } from '../../../src/modules/ledger/index.js';
import type { Move } from './book.js';
import { at, fundingOf, isOver, less, minus, move, type Args, type Rule, type Sale, type World } from './world.js';

/** What goes back: all that is left, or a part of the item and the tax. */
function backOf({ parts }: Sale, { share }: Args): EarningParts {
  if (share > 6_000) return parts;
  const part = (of: Money): Money => money(Math.floor((of.amount * share) / 10_000), of.currency);
  return ledger.refundedParts(parts, {
    item: part(parts.item),
    tax: part(parts.tax),
    shipping: zero(parts.item.currency),
  });
}

/** A refund of `back`, out of where the money is. */
function refunded(world: World, args: Args, sale: Sale, back: EarningParts, from: { lines: Line[]; moves: Move[] }) {
  const total = ledger.totalOf(back);
  if (total.amount === 0) return undefined;
  const [refund, funds] = [randomUUID(), fundingOf(sale.funding, total)];
  const of = (amount: number): Money => money(amount, sale.currency);
  const credited = { buyerId: sale.buyer, amount: of(funds.credit) };
  const shares = { paid: of(funds.paid), storeCredit: credited, coupon: of(funds.coupon) };
  return {
    journals: [ledger.refundJournal(refund, from.lines, shares, at)],
    moves: [
      ...from.moves,
      move('refund_in_transit', shares.paid, refund),
      move('buyer_credit', credited.amount, sale.buyer),
      less('promotion_expense', shares.coupon),
    ],
    done: () => {
      const { paid, credit, coupon } = sale.funding;
      const left = { paid: paid - funds.paid, credit: credit - funds.credit, coupon: coupon - funds.coupon };
      const rest = { ...sale, parts: minus(sale.parts, back), funding: left };
      if (isOver(rest)) world.sales.delete(args.slot);
      else world.sales.set(args.slot, rest);
      if (funds.paid > 0) world.refunds.set(args.slot, { id: refund, owner: sale.buyer, amount: shares.paid });
    },
  };
}

/** R1, R4, R5 */
const refundEarly: Rule = (world, args) => {
  const sale = world.sales.get(args.slot);
  if (sale?.state !== 'escrowed' || world.refunds.has(args.slot)) return undefined;
  const back = backOf(sale, args);
  const total = ledger.totalOf(back);
  const lines = [ledger.debit('order_escrow', total, sale.id)];
  return refunded(world, args, sale, back, { lines, moves: [less('order_escrow', total, sale.id)] });
};

/** Takes an amount out of the balances in turn; what none of them has is owed. */
export function drawn(seller: string, amount: Money, funds: SellerFunds): Move[] {
  let left = amount.amount;
  const from = [
    ['seller_pending', funds.pending],
    ['seller_held', funds.held],
    ['seller_available', funds.available],
    ['seller_reserve', funds.reserve],
  ] as const;
  const moves = from.map(([account, there]) => {
    const taken = Math.min(left, there?.amount ?? 0);
    left -= taken;
    return less(account, money(taken, amount.currency), seller);
  });
  return [...moves, move('seller_receivable', money(left, amount.currency), seller)];
}

/** The earning, or a part of it, is taken from everybody who got some of it. */
export function takenBack(seller: string, back: EarningParts, funds: SellerFunds): Move[] {
  const goods = subtract(back.item, back.commission);
  const net = back.shippingTo === 'seller' ? money(goods.amount + back.shipping.amount, goods.currency) : goods;
  return [
    ...drawn(seller, net, funds),
    less('commission_revenue', back.commission),
    less('tax_payable', back.tax),
    ...(back.shippingTo === 'seller' ? [] : [less('shipping_revenue', back.shipping)]),
  ];
}

/** R6, R8, R9; the greedy thinks that the seller has more than he has. */
const refundLate: Rule = (world, args) => {
  const sale = world.sales.get(args.slot);
  if ((sale?.state !== 'pending' && sale?.state !== 'available') || world.refunds.has(args.slot)) return undefined;
  const { seller, currency } = sale;
  const back = backOf(sale, args);
  const there = (account: 'seller_available' | 'seller_reserve'): Money =>
    money(world.book.of(account, seller, currency) + (args.isGreedy ? args.amount : 0), currency);
  const funds: SellerFunds = {
    ...(sale.state === 'pending' && { pending: ledger.sellerNetOf(sale.parts) }),
    available: there('seller_available'),
    reserve: there('seller_reserve'),
  };
  const lines = ledger.takenBack(seller, back, funds);
  return refunded(world, args, sale, back, { lines, moves: takenBack(seller, back, funds) });
};

/** R7: of what is left, the platform keeps its commission. */
const refundKeepingFee: Rule = (world, args) => {
  const sale = world.sales.get(args.slot);
  if (sale?.state !== 'available' || world.refunds.has(args.slot)) return undefined;
  const { seller, currency, parts } = sale;
  const back = ledger.refundedParts(parts, parts, 'kept');
  const funds = { available: money(world.book.of('seller_available', seller, currency), currency) };
  const from = { lines: ledger.takenBack(seller, back, funds), moves: takenBack(seller, back, funds) };
  return refunded(world, args, sale, back, from);
};

/** R2 */
const refundConfirmed: Rule = (world, args) => {
  const refund = world.refunds.get(args.slot);
  if (!refund) return undefined;
  const amount = money(refund.amount.amount + (args.isGreedy ? 1 : 0), refund.amount.currency);
  return {
    journals: [ledger.refundConfirmedJournal(refund.id, amount, at)],
    moves: [less('refund_in_transit', amount, refund.id), less('psp_clearing', amount)],
    done: () => world.refunds.delete(args.slot),
  };
};

/** R3 */
const refundRejected: Rule = (world, args) => {
  const refund = world.refunds.get(args.slot);
  if (!refund || args.share > 4_000) return undefined;
  return {
    journals: [ledger.refundRejectedJournal(refund.id, refund.owner, refund.amount, at)],
    moves: [less('refund_in_transit', refund.amount, refund.id), move('buyer_credit', refund.amount, refund.owner)],
    done: () => world.refunds.delete(args.slot),
  };
};

export const REFUND_DEEDS = { refundEarly, refundLate, refundKeepingFee, refundConfirmed, refundRejected };
