import { randomUUID } from 'node:crypto';
import { money, system, type Id, type Money } from '../../../src/kernel/index.js';
import { chargebackLostJournal, feePassedJournal } from '../../../src/modules/disputes/chargeback-journals.js';
import * as ledger from '../../../src/modules/ledger/index.js';
import type { Circumstances, EarningParts, Journal, Line } from '../../../src/modules/ledger/index.js';

export const $ = (amount: number): Money => money(Math.round(amount * 100), 'USD');
export const eur = (amount: number): Money => money(Math.round(amount * 100), 'EUR');
export const at: Circumstances = { effectiveAt: new Date('2026-03-01T10:00:00Z'), actor: system('test') };

/** The people and things of one trade. */
export const cast = () => ({
  pay: randomUUID(),
  sor: randomUUID(),
  sel: randomUUID(),
  usr: randomUUID(),
  pyo: randomUUID(),
  rfd: randomUUID(),
  dsp: randomUUID(),
  aff: randomUUID(),
  bank: randomUUID(),
  /** Any other source: every journal of a trade has one of its own. */
  other: () => randomUUID(),
});
export type Cast = ReturnType<typeof cast>;

const split = (item: number, tax: number, shipping: number, commission: number): EarningParts => ({
  item: $(item),
  tax: $(tax),
  shipping: $(shipping),
  commission: $(commission),
  shippingTo: 'platform',
});

/** Item 100.00, tax 20.00, shipping 10.00, commission 10 %. */
export const WHOLE = split(100, 20, 10, 10);
const DISCOUNTED = split(85, 17, 10, 8.5);
const TOTAL = $(130);
/** The commission stays with the platform. */
const UNPAID = split(100, 20, 10, 0);
const PART = split(40, 8, 0, 4);
const NOTHING = $(0);

const escrow = (sellerOrderId: string, amount: Money): Line => ledger.debit('order_escrow', amount, sellerOrderId);
const afterRelease = (refundId: string, from: readonly Line[], paid: Money = TOTAL): Journal =>
  ledger.refundJournal(refundId, from, { paid }, at);
const lost = (disputeId: string, from: readonly Line[], absorbed: Money = NOTHING): Journal =>
  chargebackLostJournal(disputeId, from, { amount: TOTAL, absorbed, promotion: NOTHING }, at);

/** The example of each business event, by its number in the chart of journals. */
export const PRINTED = {
  P1: ({ pay, sor }: Cast) => ledger.paymentCapturedJournal(pay, sor, TOTAL, at),
  P2: ({ other }: Cast) => ledger.providerFeeJournal(other(), $(3.5), at),
  P3: ({ other }: Cast) => ledger.providerSettledJournal(other(), $(126.5), at),
  P4: ({ pay, sor, usr }: Cast) =>
    ledger.paymentCapturedJournal(pay, sor, TOTAL, at, { storeCredit: { buyerId: usr, amount: $(10) } }),
  P5: ({ pay, sor }: Cast) => ledger.paymentCapturedJournal(pay, sor, TOTAL, at, { coupon: $(15) }),
  P6: ({ pay, sor }: Cast) => ledger.paymentCapturedJournal(pay, sor, ledger.totalOf(DISCOUNTED), at),
  P7: ({ sor, usr }: Cast) => ledger.termsAcceptedJournal(sor, usr, TOTAL, at),
  P8: ({ other, usr }: Cast) => ledger.invoicePaidJournal(other(), usr, TOTAL, at),
  E1: ({ other }: Cast) => ledger.labelBoughtJournal(other(), $(8), at),
  E2: ({ sor, sel }: Cast) => ledger.deliveredJournal(sor, sel, WHOLE, at),
  E3: ({ sor, sel }: Cast) => ledger.deliveredJournal(sor, sel, DISCOUNTED, at),
  E4: ({ sor, sel }: Cast) => ledger.deliveredJournal(sor, sel, { ...WHOLE, shippingTo: 'seller' }, at),
  H1: ({ sor, sel }: Cast) => ledger.releasedJournal(sor, sel, $(90), $(9), at),
  H2: ({ other, sel }: Cast) => ledger.reserveReleasedJournal(other(), sel, $(9), at),
  H3: ({ dsp, sel }: Cast) => ledger.fundsHeldJournal(dsp, sel, ledger.holdable($(90), TOTAL), at),
  H4: ({ dsp, sel }: Cast) => ledger.holdLiftedJournal(dsp, sel, $(90), at),
  O1: ({ pyo, sel }: Cast) => ledger.payoutCreatedJournal(pyo, sel, $(90), at),
  O2: ({ pyo }: Cast) => ledger.payoutPaidJournal(pyo, $(90), at),
  O3: ({ pyo, sel }: Cast, created: string = randomUUID()) =>
    ledger.payoutFailedJournal(pyo, sel, $(90), created as Id<'jnl'>, at),
  O4: ({ pyo, sel }: Cast) => ledger.payoutReturnedJournal(pyo, sel, $(90), at),
  O5: ({ pyo, sel }: Cast) => ledger.instantPayoutFeeJournal(pyo, sel, $(0.9), at),
  R1: ({ rfd, sor }: Cast) => ledger.refundJournal(rfd, [escrow(sor, TOTAL)], { paid: TOTAL }, at),
  R2: ({ rfd }: Cast) => ledger.refundConfirmedJournal(rfd, TOTAL, at),
  R3: ({ rfd, usr }: Cast) => ledger.refundRejectedJournal(rfd, usr, TOTAL, at),
  R4: ({ rfd, sor }: Cast) => ledger.refundJournal(rfd, [escrow(sor, TOTAL)], { paid: $(115), coupon: $(15) }, at),
  R5: ({ rfd, sor }: Cast) => ledger.refundJournal(rfd, [escrow(sor, $(48))], { paid: $(48) }, at),
  R6: ({ rfd, sel }: Cast) => afterRelease(rfd, ledger.takenBack(sel, WHOLE, { available: $(90) })),
  R7: ({ rfd, sel }: Cast) => afterRelease(rfd, ledger.takenBack(sel, UNPAID, { available: $(100) })),
  R8: ({ rfd, sel }: Cast) => afterRelease(rfd, ledger.takenBack(sel, PART, { available: $(90) }), $(48)),
  R9: ({ rfd, sel }: Cast) => afterRelease(rfd, ledger.takenBack(sel, WHOLE, { available: $(30) })),
  N1: ({ sel }: Cast) => ledger.recoveredJournal(sel, at.effectiveAt.toISOString(), $(60), at),
  N2: ({ other, sel }: Cast) => ledger.recoveredByBankJournal(other(), sel, $(60), at),
  N3: ({ other, sel }: Cast) => ledger.writtenOffJournal(other(), sel, $(60), at),
  C1: ({ dsp }: Cast) => ledger.disputeOpenedJournal(dsp, TOTAL, $(15), at),
  C2: ({ dsp }: Cast) => ledger.disputeWonJournal(dsp, TOTAL, at),
  C3: ({ dsp, sel }: Cast) => lost(dsp, ledger.takenBack(sel, WHOLE, { held: $(90) })),
  C4: ({ dsp, sel }: Cast) =>
    feePassedJournal(dsp, ledger.drawnFromSeller(sel, $(15), { available: $(15) }), $(15), at),
  C5: ({ dsp }: Cast) => lost(dsp, [], TOTAL),
  A1: ({ sor, aff }: Cast) => ledger.affiliateEarnedJournal(sor, aff, $(5), at),
  A2: ({ sor, aff, sel }: Cast) => ledger.affiliateEarnedJournal(sor, aff, $(5), at, sel),
  A3: ({ sor, aff }: Cast) => ledger.affiliateReleasedJournal(sor, aff, $(5), at),
  A4: ({ rfd, aff }: Cast) => ledger.affiliateClawedBackJournal(rfd, aff, $(5), at),
  F1: ({ other, sor }: Cast) => ledger.escrowConvertedJournal(other(), sor, eur(120), $(130.2), at),
  F2: ({ other, sor }: Cast) => ledger.spreadKeptJournal(other(), sor, $(0.2), at),
  F3: ({ other }: Cast) =>
    ledger.treasuryConvertedJournal(other(), { sold: eur(120), received: $(130.1), expected: $(130.2) }, at),
  X1: ({ other, bank }: Cast) => ledger.receiptUnknownJournal(other(), bank, $(77), at),
  X2: ({ other, sel }: Cast) => ledger.subscriptionChargedJournal(other(), sel, $(29), at),
  X3: ({ other, usr }: Cast) => ledger.goodwillJournal(other(), usr, $(10), at),
  X4: ({ other }: Cast) => ledger.taxRemittedJournal(other(), $(20), at),
  X5: ({ other }: Cast) => ledger.revenueSweptJournal(other(), $(10), at),
} satisfies Record<string, (cast: Cast) => Journal>;

export type PrintedId = keyof typeof PRINTED;
