import { randomUUID } from 'node:crypto';
import { add, allocate, money, subtract } from '../../../src/kernel/index.js';
import * as ledger from '../../../src/modules/ledger/index.js';
import type { Move } from './book.js';
import { at, codeOf, CURRENCIES, less, move, partsOf, type Rule, type Sale } from './world.js';

/** P1, P4, P5: by card, with what store credit there is, and now and then a coupon of the platform. */
const capture: Rule = (world, args) => {
  if (world.sales.has(args.slot)) return undefined;
  const { buyer, currency, sale } = { buyer: world.buyer(args), currency: codeOf(args), sale: randomUUID() };
  const parts = partsOf(args, currency);
  const total = ledger.totalOf(parts);
  const there = world.book.of('buyer_credit', buyer, currency);
  const credit = Math.min(total.amount, args.isGreedy ? there + 1 : Math.floor((there * args.share) / 10_000));
  const coupon = Math.min(total.amount - credit, args.amount % 3 === 0 ? 500 : 0);
  const funding = { paid: total.amount - credit - coupon, credit, coupon };
  const of = (amount: number) => money(amount, currency);
  const others = { storeCredit: { buyerId: buyer, amount: of(credit) }, coupon: of(coupon) };
  return {
    journals: [ledger.paymentCapturedJournal(randomUUID(), sale, total, at, others)],
    moves: [
      less('buyer_credit', of(credit), buyer),
      move('psp_clearing', of(funding.paid)),
      move('promotion_expense', of(coupon)),
      move('order_escrow', total, sale),
    ],
    done: () => {
      const made: Sale = { id: sale, seller: world.seller(args), buyer, currency, parts, funding, state: 'escrowed' };
      world.sales.set(args.slot, made);
    },
  };
};

/** P7 */
const terms: Rule = (world, args) => {
  if (world.sales.has(args.slot)) return undefined;
  const { buyer, currency, sale } = { buyer: world.buyer(args), currency: codeOf(args), sale: randomUUID() };
  const parts = partsOf(args, currency);
  const total = ledger.totalOf(parts);
  const funding = { paid: total.amount, credit: 0, coupon: 0 };
  return {
    journals: [ledger.termsAcceptedJournal(sale, buyer, total, at)],
    moves: [move('buyer_receivable', total, buyer), move('order_escrow', total, sale)],
    done: () => {
      const made: Sale = { id: sale, seller: world.seller(args), buyer, currency, parts, funding, state: 'unpaid' };
      world.sales.set(args.slot, made);
    },
  };
};

/** P8 */
const invoicePaid: Rule = (world, args) => {
  const sale = world.sales.get(args.slot);
  if (sale?.state !== 'unpaid') return undefined;
  const owed = world.book.of('buyer_receivable', sale.buyer, sale.currency);
  const amount = args.isGreedy ? money(owed + 1, sale.currency) : ledger.totalOf(sale.parts);
  return {
    journals: [ledger.invoicePaidJournal(randomUUID(), sale.buyer, amount, at)],
    moves: [move('bank_client', amount), less('buyer_receivable', amount, sale.buyer)],
    done: () => world.sales.set(args.slot, { ...sale, state: 'escrowed' }),
  };
};

/** E2, E3, E4; the greedy takes one unit more out of the escrow than is in it. */
const deliver: Rule = (world, args) => {
  const sale = world.sales.get(args.slot);
  if (sale?.state !== 'escrowed') return undefined;
  const { parts } = sale;
  const tax = args.isGreedy ? add(parts.tax, money(1, sale.currency)) : parts.tax;
  const [goods, toSeller] = [subtract(parts.item, parts.commission), parts.shippingTo === 'seller'];
  return {
    journals: [ledger.deliveredJournal(sale.id, sale.seller, { ...parts, tax }, at)],
    moves: [
      less('order_escrow', add(add(parts.item, tax), parts.shipping), sale.id),
      move('seller_pending', toSeller ? add(goods, parts.shipping) : goods, sale.seller),
      move('commission_revenue', parts.commission),
      move('tax_payable', tax),
      ...(toSeller ? [] : [move('shipping_revenue', parts.shipping)]),
    ],
    done: () => world.sales.set(args.slot, { ...sale, state: 'pending' }),
  };
};

/** H1: up to a quarter stays back as a reserve, in a lot. */
const release: Rule = (world, args) => {
  const sale = world.sales.get(args.slot);
  if (sale?.state !== 'pending') return undefined;
  const net = ledger.sellerNetOf(sale.parts);
  if (net.amount === 0) return undefined;
  const reserve = money(world.lots.has(args.slot) ? 0 : Math.floor((net.amount * args.share) / 40_000), sale.currency);
  return {
    journals: [ledger.releasedJournal(sale.id, sale.seller, net, reserve, at)],
    moves: [
      less('seller_pending', net, sale.seller),
      move('seller_available', subtract(net, reserve), sale.seller),
      move('seller_reserve', reserve, sale.seller),
    ],
    done: () => {
      world.sales.set(args.slot, { ...sale, state: 'available' });
      if (reserve.amount > 0) world.lots.set(args.slot, { id: randomUUID(), owner: sale.seller, amount: reserve });
    },
  };
};

/** H2; a refund may have taken some of the lot. */
const releaseLot: Rule = (world, args) => {
  const lot = world.lots.get(args.slot);
  if (!lot) return undefined;
  const { currency } = lot.amount;
  const amount = world.wanted('seller_reserve', lot.owner, currency, { ...args, amount: lot.amount.amount });
  if (amount.amount === 0) return undefined;
  return {
    journals: [ledger.reserveReleasedJournal(lot.id, lot.owner, amount, at)],
    moves: [less('seller_reserve', amount, lot.owner), move('seller_available', amount, lot.owner)],
    done: () => world.lots.delete(args.slot),
  };
};

/** F1, F2: the buyer paid in one currency, the seller settles in another, the spread is kept. */
const convert: Rule = (world, args) => {
  const sale = world.sales.get(args.slot);
  if (sale?.state !== 'escrowed' || world.deals.has(args.slot) || args.share % 3 === 0) return undefined;
  const to = codeOf({ currency: CURRENCIES.findIndex((each) => each === sale.currency) + 1 + (args.currency % 2) });
  const sold = ledger.totalOf(sale.parts);
  const settled = money(100 + Math.floor((sold.amount * (args.share + 1)) / 5_000), to);
  const spread = money(settled.amount % 50, to);
  const left = subtract(settled, spread);
  const [item = left, tax = left, shipping = left] = allocate(left, [
    sale.parts.item.amount,
    sale.parts.tax.amount,
    sale.parts.shipping.amount,
  ]);
  const parts = { ...sale.parts, item, tax, shipping, commission: money(Math.floor(item.amount / 10), to) };
  const quote = randomUUID();
  const kept = spread.amount > 0 ? [ledger.spreadKeptJournal(quote, sale.id, spread, at)] : [];
  const moves: Move[] = [
    less('order_escrow', sold, sale.id),
    less('fx_position', sold),
    move('fx_position', settled),
    move('order_escrow', left, sale.id),
    move('fx_spread_revenue', spread),
  ];
  return {
    journals: [ledger.escrowConvertedJournal(quote, sale.id, sold, settled, at), ...kept],
    moves,
    done: () => {
      const funding = { paid: left.amount, credit: 0, coupon: 0 };
      world.sales.set(args.slot, { ...sale, currency: to, parts, funding });
      world.deals.set(args.slot, { sold, expected: settled });
    },
  };
};

export const SALE_DEEDS = { capture, terms, invoicePaid, deliver, release, releaseLot, convert };
