import { money, system, type Id } from '../../../src/kernel/index.js';
import {
  deliveredJournal,
  paymentCapturedJournal,
  payoutCreatedJournal,
  payoutFailedJournal,
  payoutPaidJournal,
  payoutReturnedJournal,
  refundConfirmedJournal,
  refundRejectedJournal,
  refundRequestedJournal,
  releasedJournal,
  reserveReleasedJournal,
  sellerNetOf,
  totalOf,
  type EarningParts,
} from '../../../src/modules/ledger/journals.domain.js';
import { credit, debit, isBalanced, type Journal } from '../../../src/modules/ledger/ledger.domain.js';

const usd = (amount: number) => money(amount, 'USD');
const at = { effectiveAt: new Date('2026-03-01T10:00:00Z'), actor: system('test') };
const parts = (shippingTo: EarningParts['shippingTo']): EarningParts => ({
  item: usd(10_000),
  tax: usd(2_000),
  shipping: usd(1_000),
  commission: usd(1_000),
  shippingTo,
});

function shown(journal: Journal): string[] {
  expect(isBalanced(journal)).toBe(true);
  return journal.lines.map((l) => `${l.side} ${l.account}${l.owner ? ` of ${l.owner}` : ''} ${l.money.amount}`);
}

describe('the journals of a trade', () => {
  it('P1 puts a captured share into the escrow of its seller order', () => {
    const journal = paymentCapturedJournal('pay', 'sor', usd(13_000), at);

    expect(shown(journal)).toEqual(['D psp_clearing 13000', 'C order_escrow of sor 13000']);
    expect(journal.source).toEqual({ type: 'payment', id: 'pay', kind: 'capture:sor' });
  });

  it('E2 splits the escrow into earnings, commission, tax and the platform’s shipping', () => {
    expect(shown(deliveredJournal('sor', 'sel', parts('platform'), at))).toEqual([
      'D order_escrow of sor 13000',
      'C seller_pending of sel 9000',
      'C commission_revenue 1000',
      'C tax_payable 2000',
      'C shipping_revenue 1000',
    ]);
  });

  it('E4 gives the shipping to the seller who ships', () => {
    expect(shown(deliveredJournal('sor', 'sel', parts('seller'), at))).toEqual([
      'D order_escrow of sor 13000',
      'C seller_pending of sel 10000',
      'C commission_revenue 1000',
      'C tax_payable 2000',
    ]);
  });

  it('leaves out the parts that are zero', () => {
    const bare = { ...parts('platform'), tax: usd(0), shipping: usd(0), commission: usd(0) };

    expect(shown(deliveredJournal('sor', 'sel', bare, at))).toEqual([
      'D order_escrow of sor 10000',
      'C seller_pending of sel 10000',
    ]);
  });

  it('H1 keeps the reserve back', () => {
    expect(shown(releasedJournal('sor', 'sel', usd(9_000), usd(900), at))).toEqual([
      'D seller_pending of sel 9000',
      'C seller_available of sel 8100',
      'C seller_reserve of sel 900',
    ]);
  });

  it('H2 releases a reserve lot', () => {
    expect(shown(reserveReleasedJournal('lot', 'sel', usd(900), at))).toEqual([
      'D seller_reserve of sel 900',
      'C seller_available of sel 900',
    ]);
  });

  it('O1 to O4 move a payout out, to the bank, and back', () => {
    const created = 'jnl' as Id<'jnl'>;

    expect(shown(payoutCreatedJournal('pyo', 'sel', usd(9_000), at))).toEqual([
      'D seller_available of sel 9000',
      'C payout_in_transit of pyo 9000',
    ]);
    expect(shown(payoutPaidJournal('pyo', usd(9_000), at))).toEqual([
      'D payout_in_transit of pyo 9000',
      'C bank_client 9000',
    ]);
    expect(shown(payoutFailedJournal('pyo', 'sel', usd(9_000), created, at))).toEqual([
      'D payout_in_transit of pyo 9000',
      'C seller_available of sel 9000',
    ]);
    expect(payoutFailedJournal('pyo', 'sel', usd(9_000), created, at).reverses).toBe('jnl');
    expect(shown(payoutReturnedJournal('pyo', 'sel', usd(9_000), at))).toEqual([
      'D bank_client 9000',
      'C seller_available of sel 9000',
    ]);
  });

  it('R1 to R3 move a refund out of escrow, to the provider, or to buyer credit', () => {
    expect(shown(refundRequestedJournal('rfd', 'sor', usd(13_000), at))).toEqual([
      'D order_escrow of sor 13000',
      'C refund_in_transit of rfd 13000',
    ]);
    expect(shown(refundConfirmedJournal('rfd', usd(13_000), at))).toEqual([
      'D refund_in_transit of rfd 13000',
      'C psp_clearing 13000',
    ]);
    expect(shown(refundRejectedJournal('rfd', 'usr', usd(13_000), at))).toEqual([
      'D refund_in_transit of rfd 13000',
      'C buyer_credit of usr 13000',
    ]);
  });

  it('knows a seller order’s total and the seller’s net', () => {
    expect([totalOf(parts('seller')).amount, sellerNetOf(parts('seller')).amount]).toEqual([13_000, 10_000]);
    expect([totalOf(parts('platform')).amount, sellerNetOf(parts('platform')).amount]).toEqual([13_000, 9_000]);
  });

  it('are even in each currency by itself, and have two lines', () => {
    const eur = money(100, 'EUR');

    expect(isBalanced({ lines: [debit('psp_clearing', usd(100)), credit('bank_client', usd(100))] })).toBe(true);
    expect(isBalanced({ lines: [debit('psp_clearing', usd(100)), credit('bank_client', usd(99))] })).toBe(false);
    expect(isBalanced({ lines: [debit('psp_clearing', usd(100)), credit('bank_client', eur)] })).toBe(false);
    expect(isBalanced({ lines: [debit('psp_clearing', usd(100))] })).toBe(false);
  });
});
