import { randomUUID } from 'node:crypto';
import { add, money, subtract, zero, type Money } from '../../../src/kernel/index.js';
import { chargebackLostJournal, feePassedJournal } from '../../../src/modules/disputes/chargeback-journals.js';
import * as ledger from '../../../src/modules/ledger/index.js';
import { drawn, takenBack } from './deeds.refund.js';
import { at, codeOf, less, move, type Deed, type Rule, type World } from './world.js';

/** C1 with H3, of what was paid by card alone and has been released. */
const disputeOpened: Rule = (world, args) => {
  const sale = world.sales.get(args.slot);
  const isOpen = sale?.state === 'available' && !world.refunds.has(args.slot) && sale.funding.coupon === 0;
  if (!isOpen || sale.funding.credit > 0) return undefined;
  const { seller, currency, parts } = sale;
  const [id, amount, fee] = [randomUUID(), ledger.totalOf(parts), money((args.amount % 2_000) + 1, currency)];
  const available = money(world.book.of('seller_available', seller, currency), currency);
  const held = ledger.holdable(available, ledger.sellerNetOf(parts));
  return {
    journals: [
      ledger.disputeOpenedJournal(id, amount, fee, at),
      ...(held.amount > 0 ? [ledger.fundsHeldJournal(id, seller, held, at)] : []),
    ],
    moves: [
      move('dispute_receivable', amount, id),
      move('dispute_fee_expense', fee),
      less('psp_clearing', add(amount, fee)),
      less('seller_available', held, seller),
      move('seller_held', held, seller),
    ],
    done: () => {
      world.sales.set(args.slot, { ...sale, state: 'disputed' });
      world.disputes.set(args.slot, { id, owner: seller, amount, held, fee });
    },
  };
};

function lifted({ id, owner, held }: { id: string; owner: string; held: ReturnType<typeof money> }): Deed {
  if (held.amount === 0) return { journals: [], moves: [] };
  return {
    journals: [ledger.holdLiftedJournal(id, owner, held, at)],
    moves: [less('seller_held', held, owner), move('seller_available', held, owner)],
  };
}

/** C2 with H4 */
const disputeWon: Rule = (world, args) => {
  const [sale, dispute] = [world.sales.get(args.slot), world.disputes.get(args.slot)];
  if (!sale || !dispute) return undefined;
  const back = money(args.share % 2 === 0 ? dispute.fee.amount : 0, sale.currency);
  const hold = lifted(dispute);
  return {
    journals: [ledger.disputeWonJournal(dispute.id, dispute.amount, at, back), ...hold.journals],
    moves: [
      move('psp_clearing', add(dispute.amount, back)),
      less('dispute_receivable', dispute.amount, dispute.id),
      less('dispute_fee_expense', back),
      ...hold.moves,
    ],
    done: () => {
      world.disputes.delete(args.slot);
      world.sales.set(args.slot, { ...sale, state: 'available' });
    },
  };
};

interface Taken {
  readonly id: string;
  readonly amount: Money;
}

const closed = (world: World, slot: number) => (): void => {
  world.disputes.delete(slot);
  world.sales.delete(slot);
};

const lost = ({ id, amount }: Taken, from: readonly ledger.Line[], absorbed: Money): ledger.Journal =>
  chargebackLostJournal(id, from, { amount, absorbed, promotion: zero(amount.currency) }, at);

/** C3 with C4: what is not held comes out of what is available, and the fee comes after it. */
const disputeLost: Rule = (world, args) => {
  const [sale, dispute] = [world.sales.get(args.slot), world.disputes.get(args.slot)];
  if (!sale || !dispute) return undefined;
  const { seller, currency, parts } = sale;
  const available = money(world.book.of('seller_available', seller, currency), currency);
  const funds = { held: dispute.held, available };
  const beyond = subtract(ledger.sellerNetOf(parts), dispute.held);
  const left = { available: money(Math.max(0, available.amount - beyond.amount), currency) };
  return {
    journals: [
      lost(dispute, ledger.takenBack(seller, parts, funds), zero(currency)),
      feePassedJournal(dispute.id, ledger.drawnFromSeller(seller, dispute.fee, left), dispute.fee, at),
    ],
    moves: [
      ...takenBack(seller, parts, funds),
      less('dispute_receivable', dispute.amount, dispute.id),
      ...drawn(seller, dispute.fee, left),
      less('dispute_fee_expense', dispute.fee),
    ],
    done: closed(world, args.slot),
  };
};

/** C5 with H4 */
const disputeAbsorbed: Rule = (world, args) => {
  const dispute = world.disputes.get(args.slot);
  if (!dispute || args.share > 3_000) return undefined;
  const hold = lifted(dispute);
  return {
    journals: [lost(dispute, [], dispute.amount), ...hold.journals],
    moves: [
      move('chargeback_loss', dispute.amount),
      less('dispute_receivable', dispute.amount, dispute.id),
      ...hold.moves,
    ],
    done: closed(world, args.slot),
  };
};

/** F3: treasury got more or less for it than was expected. */
const deal: Rule = (world, args) => {
  const open = world.deals.get(args.slot);
  if (!open) return undefined;
  const { sold, expected } = open;
  const received = money(Math.max(1, expected.amount + (args.amount % 201) - 100), expected.currency);
  const short = money(expected.amount - received.amount, expected.currency);
  return {
    journals: [ledger.treasuryConvertedJournal(randomUUID(), { sold, received, expected }, at)],
    moves: [
      move('fx_position', sold),
      less('bank_client', sold),
      move('bank_client', received),
      less('fx_position', expected),
      move('fx_gain_loss', short),
    ],
    done: () => world.deals.delete(args.slot),
  };
};

/** X3 */
const goodwill: Rule = (world, args) => {
  const [buyer, amount] = [world.buyer(args), money(args.amount, codeOf(args))];
  return {
    journals: [ledger.goodwillJournal(randomUUID(), buyer, amount, at)],
    moves: [move('goodwill_expense', amount), move('buyer_credit', amount, buyer)],
  };
};

/** P2, P3, E1, X1, X4, X5: what moves between accounts of the platform. */
const platform: Rule = (world, args) => {
  const amount = money(args.amount, codeOf(args));
  const events: readonly Deed[] = [
    {
      journals: [ledger.providerFeeJournal(randomUUID(), amount, at)],
      moves: [move('psp_fee_expense', amount), less('psp_clearing', amount)],
    },
    {
      journals: [ledger.providerSettledJournal(randomUUID(), amount, at)],
      moves: [move('bank_client', amount), less('psp_clearing', amount)],
    },
    {
      journals: [ledger.labelBoughtJournal(randomUUID(), amount, at)],
      moves: [move('carrier_expense', amount), move('carrier_payable', amount)],
    },
    {
      journals: [ledger.receiptUnknownJournal(randomUUID(), world.bank, amount, at)],
      moves: [move('bank_client', amount), move('unapplied_receipts', amount, world.bank)],
    },
    {
      journals: [ledger.taxRemittedJournal(randomUUID(), amount, at)],
      moves: [less('tax_payable', amount), less('bank_operating', amount)],
    },
    {
      journals: [ledger.revenueSweptJournal(randomUUID(), amount, at)],
      moves: [move('bank_operating', amount), less('bank_client', amount)],
    },
  ];
  return events[args.share % events.length];
};

/** A1 */
const affiliateEarned: Rule = (world, args) => {
  const sale = world.sales.get(args.slot);
  if (!sale || world.affiliations.has(args.slot)) return undefined;
  const amount = money((args.amount % 500) + 1, sale.currency);
  const id = randomUUID();
  return {
    journals: [ledger.affiliateEarnedJournal(id, world.affiliate, amount, at)],
    moves: [move('affiliate_expense', amount), move('affiliate_pending', amount, world.affiliate)],
    done: () => world.affiliations.set(args.slot, { id, owner: world.affiliate, amount }),
  };
};

/** A3, or with a refund A4 */
const affiliateEnded: Rule = (world, args) => {
  const earned = world.affiliations.get(args.slot);
  if (!earned) return undefined;
  const isBack = args.share % 2 === 0;
  const { currency } = earned.amount;
  const amount = world.wanted('affiliate_pending', earned.owner, currency, { ...args, amount: earned.amount.amount });
  if (amount.amount === 0) return undefined;
  const made = isBack ? ledger.affiliateClawedBackJournal : ledger.affiliateReleasedJournal;
  return {
    journals: [made(earned.id, earned.owner, amount, at)],
    moves: [
      less('affiliate_pending', amount, earned.owner),
      isBack ? less('affiliate_expense', amount) : move('affiliate_available', amount, earned.owner),
    ],
    done: () => world.affiliations.delete(args.slot),
  };
};

const disputes = { disputeOpened, disputeWon, disputeLost, disputeAbsorbed };
export const OTHER_DEEDS = { ...disputes, deal, goodwill, platform, affiliateEarned, affiliateEnded };
