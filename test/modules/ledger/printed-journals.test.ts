import { credit, debit, type AccountType, type Journal } from '../../../src/modules/ledger/index.js';
import type { TestApp } from '../../support/index.js';
import { journal as anyJournal, post, startBooksAlone } from './ledger-app.js';
import { cast, PRINTED, type PrintedId } from './printed-journals.js';

let app: TestApp;

beforeAll(async () => {
  app = await startBooksAlone();
});
afterAll(() => app.stop());

/** Debits before the bar, credits after it, in the order of the chart of journals. */
const BOOKED: Record<PrintedId, string> = {
  P1: 'psp_clearing 130.00 | order_escrow 130.00',
  P2: 'psp_fee_expense 3.50 | psp_clearing 3.50',
  P3: 'bank_client 126.50 | psp_clearing 126.50',
  P4: 'buyer_credit 10.00, psp_clearing 120.00 | order_escrow 130.00',
  P5: 'psp_clearing 115.00, promotion_expense 15.00 | order_escrow 130.00',
  P6: 'psp_clearing 112.00 | order_escrow 112.00',
  P7: 'buyer_receivable 130.00 | order_escrow 130.00',
  P8: 'bank_client 130.00 | buyer_receivable 130.00',
  E1: 'carrier_expense 8.00 | carrier_payable 8.00',
  E2: 'order_escrow 130.00 | seller_pending 90.00, commission_revenue 10.00, tax_payable 20.00, shipping_revenue 10.00',
  E3: 'order_escrow 112.00 | seller_pending 76.50, commission_revenue 8.50, tax_payable 17.00, shipping_revenue 10.00',
  E4: 'order_escrow 130.00 | seller_pending 100.00, commission_revenue 10.00, tax_payable 20.00',
  H1: 'seller_pending 90.00 | seller_available 81.00, seller_reserve 9.00',
  H2: 'seller_reserve 9.00 | seller_available 9.00',
  H3: 'seller_available 90.00 | seller_held 90.00',
  H4: 'seller_held 90.00 | seller_available 90.00',
  O1: 'seller_available 90.00 | payout_in_transit 90.00',
  O2: 'payout_in_transit 90.00 | bank_client 90.00',
  O3: 'payout_in_transit 90.00 | seller_available 90.00',
  O4: 'bank_client 90.00 | seller_available 90.00',
  O5: 'seller_available 0.90 | payout_fee_revenue 0.90',
  R1: 'order_escrow 130.00 | refund_in_transit 130.00',
  R2: 'refund_in_transit 130.00 | psp_clearing 130.00',
  R3: 'refund_in_transit 130.00 | buyer_credit 130.00',
  R4: 'order_escrow 130.00 | refund_in_transit 115.00, promotion_expense 15.00',
  R5: 'order_escrow 48.00 | refund_in_transit 48.00',
  R6: 'seller_available 90.00, commission_revenue 10.00, tax_payable 20.00, shipping_revenue 10.00 | refund_in_transit 130.00',
  R7: 'seller_available 100.00, tax_payable 20.00, shipping_revenue 10.00 | refund_in_transit 130.00',
  R8: 'seller_available 36.00, commission_revenue 4.00, tax_payable 8.00 | refund_in_transit 48.00',
  R9:
    'seller_available 30.00, seller_receivable 60.00, commission_revenue 10.00, tax_payable 20.00, ' +
    'shipping_revenue 10.00 | refund_in_transit 130.00',
  N1: 'seller_available 60.00 | seller_receivable 60.00',
  N2: 'bank_client 60.00 | seller_receivable 60.00',
  N3: 'bad_debt_expense 60.00 | seller_receivable 60.00',
  C1: 'dispute_receivable 130.00, dispute_fee_expense 15.00 | psp_clearing 145.00',
  C2: 'psp_clearing 130.00 | dispute_receivable 130.00',
  C3: 'seller_held 90.00, commission_revenue 10.00, tax_payable 20.00, shipping_revenue 10.00 | dispute_receivable 130.00',
  C4: 'seller_available 15.00 | dispute_fee_expense 15.00',
  C5: 'chargeback_loss 130.00 | dispute_receivable 130.00',
  A1: 'affiliate_expense 5.00 | affiliate_pending 5.00',
  A2: 'seller_pending 5.00 | affiliate_pending 5.00',
  A3: 'affiliate_pending 5.00 | affiliate_available 5.00',
  A4: 'affiliate_pending 5.00 | affiliate_expense 5.00',
  F1: 'order_escrow 120.00 EUR, fx_position 130.20 | fx_position 120.00 EUR, order_escrow 130.20',
  F2: 'order_escrow 0.20 | fx_spread_revenue 0.20',
  F3:
    'fx_position 120.00 EUR, bank_client 130.10, fx_gain_loss 0.10 | ' +
    'bank_client 120.00 EUR, fx_position 130.10, fx_position 0.10',
  X1: 'bank_client 77.00 | unapplied_receipts 77.00',
  X2: 'seller_available 29.00 | subscription_revenue 29.00',
  X3: 'goodwill_expense 10.00 | buyer_credit 10.00',
  X4: 'tax_payable 20.00 | bank_operating 20.00',
  X5: 'bank_operating 10.00 | bank_client 10.00',
};

const BOOKED_LINES = `
  select string_agg(a.type_code || ' ' || to_char(e.amount / 100.0, 'FM9990.00')
                    || case e.currency when 'USD' then '' else ' ' || e.currency end, ', ' order by e.line)
           filter (where e.side = 'D') || ' | '
      || string_agg(a.type_code || ' ' || to_char(e.amount / 100.0, 'FM9990.00')
                    || case e.currency when 'USD' then '' else ' ' || e.currency end, ', ' order by e.line)
           filter (where e.side = 'C') as booked
    from ledger.entry e join ledger.account a on a.id = e.account_id where e.journal_id = $1`;

/** Brings every strict account that the journal takes from, up to what it takes. */
const fundsFor = (journal: Journal): Journal =>
  anyJournal(
    journal.lines
      .filter(({ owner }) => owner !== undefined)
      .flatMap(({ account, money, owner, side }) => {
        const takes = TAKEN_ON[side].has(account);
        const [giver, taker] = side === 'D' ? [debit, credit] : [credit, debit];
        return takes ? [giver('psp_clearing', money), taker(account, money, owner)] : [];
      }),
  );

const RECEIVABLES: readonly AccountType[] = ['buyer_receivable', 'seller_receivable', 'dispute_receivable'];
const TAKEN_ON: Record<'D' | 'C', { has(account: AccountType): boolean }> = {
  D: { has: (account) => !RECEIVABLES.includes(account) },
  C: { has: (account) => RECEIVABLES.includes(account) },
};

async function fund(journal: Journal): Promise<void> {
  const funds = fundsFor(journal);
  if (funds.lines.length > 0) await post(app, funds);
}

describe('the journal of each business event', () => {
  it('is written down for fifty events', () => {
    expect(Object.keys(PRINTED)).toHaveLength(50);
    expect(Object.keys(BOOKED)).toEqual(Object.keys(PRINTED));
  });

  it.each(Object.keys(PRINTED) as PrintedId[])('%s is booked with the printed amounts', async (id) => {
    const people = cast();
    await fund(PRINTED.O1(people));
    const [created] = await post(app, PRINTED.O1(people));
    const event = id === 'O3' ? PRINTED.O3(people, created?.journalId) : PRINTED[id](people);
    if (id !== 'O1') await fund(event);

    const [made] = await post(app, event);
    const [again] = await post(app, event);

    const [row] = await app.sql<{ booked: string }>(BOOKED_LINES, [made?.journalId]);
    expect(row?.booked).toBe(BOOKED[id]);
    expect(again).toEqual({ journalId: made?.journalId, posted: false });
  });
});
