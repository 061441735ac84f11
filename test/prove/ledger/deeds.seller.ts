import { randomUUID } from 'node:crypto';
import { money } from '../../../src/kernel/index.js';
import * as ledger from '../../../src/modules/ledger/index.js';
import { at, codeOf, less, move, type Rule } from './world.js';

/** H3 */
const hold: Rule = (world, args) => {
  const [seller, currency] = [world.seller(args), codeOf(args)];
  const available = money(world.book.of('seller_available', seller, currency), currency);
  const amount = args.isGreedy
    ? money(available.amount + 1, currency)
    : ledger.holdable(available, money(args.amount, currency));
  if (world.holds.has(args.slot) || amount.amount === 0) return undefined;
  const id = randomUUID();
  return {
    journals: [ledger.fundsHeldJournal(id, seller, amount, at)],
    moves: [less('seller_available', amount, seller), move('seller_held', amount, seller)],
    done: () => world.holds.set(args.slot, { id, owner: seller, amount }),
  };
};

/** H4 */
const lift: Rule = (world, args) => {
  const placed = world.holds.get(args.slot);
  if (!placed) return undefined;
  const { owner, amount: all } = placed;
  const amount = world.wanted('seller_held', owner, all.currency, { ...args, amount: all.amount });
  if (amount.amount === 0) return undefined;
  return {
    journals: [ledger.holdLiftedJournal(placed.id, owner, amount, at)],
    moves: [less('seller_held', amount, owner), move('seller_available', amount, owner)],
    done: () => world.holds.delete(args.slot),
  };
};

/** N1 */
const recover: Rule = (world, args) => {
  const [seller, currency] = [world.seller(args), codeOf(args)];
  const owed = world.book.of('seller_receivable', seller, currency);
  const there = world.book.of('seller_available', seller, currency);
  const amount = money(args.isGreedy ? Math.min(owed, there) + 1 : Math.min(owed, there), currency);
  if (amount.amount === 0) return undefined;
  return {
    journals: [ledger.recoveredJournal(seller, randomUUID(), amount, at)],
    moves: [less('seller_available', amount, seller), less('seller_receivable', amount, seller)],
  };
};

/** N2 */
const recoverByBank: Rule = (world, args) => {
  const [seller, currency] = [world.seller(args), codeOf(args)];
  const amount = world.wanted('seller_receivable', seller, currency, args);
  if (amount.amount === 0) return undefined;
  return {
    journals: [ledger.recoveredByBankJournal(randomUUID(), seller, amount, at)],
    moves: [move('bank_client', amount), less('seller_receivable', amount, seller)],
  };
};

/** N2 out of a payout; what is not owed any more is available. */
const collect: Rule = (world, args) => {
  const [seller, currency] = [world.seller(args), codeOf(args)];
  const [amount, owed] = [money(args.amount, currency), world.book.of('seller_receivable', seller, currency)];
  if (owed === 0 || amount.amount === 0) return undefined;
  const settled = money(Math.min(owed, amount.amount), currency);
  const surplus = money(amount.amount - settled.amount, currency);
  const amounts = { amount, owed: money(args.isGreedy ? amount.amount + owed : owed, currency) };
  return {
    journals: [ledger.recoveredByReversalJournal(randomUUID(), seller, amounts, at, 'psp_clearing')],
    moves: [
      move('psp_clearing', amount),
      less('seller_receivable', args.isGreedy ? amount : settled, seller),
      ...(args.isGreedy || surplus.amount === 0 ? [] : [move('seller_available', surplus, seller)]),
    ],
  };
};

/** N3 */
const writeOff: Rule = (world, args) => {
  const [seller, currency] = [world.seller(args), codeOf(args)];
  const amount = world.wanted('seller_receivable', seller, currency, args);
  if (amount.amount === 0) return undefined;
  return {
    journals: [ledger.writtenOffJournal(randomUUID(), seller, amount, at)],
    moves: [move('bad_debt_expense', amount), less('seller_receivable', amount, seller)],
  };
};

/** O1 */
const payOut: Rule = (world, args) => {
  const [seller, currency] = [world.seller(args), codeOf(args)];
  const amount = world.wanted('seller_available', seller, currency, args);
  if (world.payouts.has(args.slot) || amount.amount === 0) return undefined;
  const id = randomUUID();
  return {
    journals: [ledger.payoutCreatedJournal(id, seller, amount, at)],
    moves: [less('seller_available', amount, seller), move('payout_in_transit', amount, id)],
    done: ([posted]) => {
      if (posted)
        world.payouts.set(args.slot, { id, owner: seller, amount, created: posted.journalId, state: 'created' });
    },
  };
};

/** O2 */
const payoutPaid: Rule = (world, args) => {
  const payout = world.payouts.get(args.slot);
  if (payout?.state !== 'created') return undefined;
  const amount = money(payout.amount.amount + (args.isGreedy ? 1 : 0), payout.amount.currency);
  return {
    journals: [ledger.payoutPaidJournal(payout.id, amount, at)],
    moves: [less('payout_in_transit', amount, payout.id), less('bank_client', amount)],
    done: () => world.payouts.set(args.slot, { ...payout, state: 'paid' }),
  };
};

/** O3 */
const payoutFailed: Rule = (world, args) => {
  const payout = world.payouts.get(args.slot);
  if (payout?.state !== 'created' || args.share > 5_000) return undefined;
  const { id, owner, amount } = payout;
  return {
    journals: [ledger.payoutFailedJournal(id, owner, amount, payout.created, at)],
    moves: [less('payout_in_transit', amount, id), move('seller_available', amount, owner)],
    done: () => world.payouts.delete(args.slot),
  };
};

/** O4, or in the end nothing. */
const payoutReturned: Rule = (world, args) => {
  const payout = world.payouts.get(args.slot);
  if (payout?.state !== 'paid') return undefined;
  const { id, owner, amount } = payout;
  return {
    journals: [ledger.payoutReturnedJournal(id, owner, amount, at)],
    moves: [move('bank_client', amount), move('seller_available', amount, owner)],
    done: () => world.payouts.delete(args.slot),
  };
};

/** O5, X2 */
const charge: Rule = (world, args) => {
  const [seller, currency] = [world.seller(args), codeOf(args)];
  const amount = world.wanted('seller_available', seller, currency, { ...args, amount: (args.amount % 900) + 1 });
  if (amount.amount === 0) return undefined;
  const isFee = args.share % 2 === 0;
  const made = isFee ? ledger.instantPayoutFeeJournal : ledger.subscriptionChargedJournal;
  return {
    journals: [made(randomUUID(), seller, amount, at)],
    moves: [
      less('seller_available', amount, seller),
      move(isFee ? 'payout_fee_revenue' : 'subscription_revenue', amount),
    ],
  };
};

const hop = { hold, lift, recover, recoverByBank, collect, writeOff };
export const SELLER_DEEDS = { ...hop, payOut, payoutPaid, payoutFailed, payoutReturned, charge };
