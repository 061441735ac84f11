import { placeName } from '../../../src/modules/ledger/index.js';
import { buyer } from '../../support/world.identity.js';
import { openDispute, verdict } from '../../support/world.disputes.js';
import { activeListing } from '../../support/world.listings.js';
import { deliveredOrder, get, paidOrder, post, type SellerOrderBody } from '../../support/world.orders.js';
import { activeSeller } from '../../support/world.sellers.js';
import { payouts, runPayouts, settled } from '../settlement/settlement-app.js';
import { Books } from './reconciliation-app.js';

let books: Books;

/** Of providers and banks: whose their accounts are, and debits less credits on them. */
const owners = async (): Promise<object[]> => {
  const rows = await books.app.sql<{ account: string; owner: string; net: number }>(
    `select type_code as account, owner_id as owner, (debit - credit)::int as net from ledger.account_balance
      where type_code in ('psp_clearing', 'bank_client') order by 1, 2`,
  );
  return rows.map((row) => ({ ...row, owner: placeName(row.account, row.owner) }));
};

beforeAll(async () => {
  books = await Books.open();
});
afterAll(() => books.app.stop());

describe('provider, bank and books', () => {
  it('agree on a sale with its fee, the settlement and the payout; what passed through the provider is zero', async () => {
    const { app } = books;
    const [seller, shopper] = [await activeSeller(app, { tier: 'T1' }), await buyer(app)];
    const { variantId } = await activeListing(app, seller, { price: 10_000, shipping: 1_000, stock: 5 });
    const { sellerOrderId } = await deliveredOrder(app, shopper, seller, { variantId });
    await post(app, shopper.token, `/v1/seller-orders/${sellerOrderId}/confirmation`);
    await app.drain();
    await app.advance('P5D');
    await runPayouts(app);
    await settled(app);
    const [paid] = await payouts(app, seller);

    const { data } = (await books.tell('/settlements')) as { data: { amount: number }[] };
    const report = await books.fetched('balance_csv');
    const afterReport = await books.balanceOf('psp_clearing');
    const statement = await books.fetched('camt_053');

    expect(paid?.state).toBe('paid');
    expect(data.map(({ amount }) => amount)).toEqual([10_700]);
    expect(report).toMatchObject({ lines: 3, added: 3, known: 0, matched: 2, waiting: 1, breaks: 0 });
    expect(afterReport).toBe(10_700);
    expect(statement).toMatchObject({ lines: 2, added: 2, known: 0, matched: 2, waiting: 0, breaks: 0 });
    expect(await books.breaks()).toEqual([]);
    expect(await books.balanceOf('psp_clearing')).toBe(0);
    expect(await books.balanceOf('psp_fee_expense')).toBe(300);
    expect(await books.balanceOf('bank_client')).toBe(700);
    expect(await books.journalsOf('psp_balance_txn')).toEqual([
      { id: expect.stringMatching(/^sandbox:txn_.*:fee$/), kind: 'fee' },
    ]);
    expect(await books.journalsOf('psp_settlement')).toEqual([{ id: expect.stringMatching(/^st_/), kind: 'received' }]);
    expect(await app.sql('select from reconciliation_open_entries')).toEqual([]);
    expect(await books.account('sandbox-bank')).toMatchObject({ matchedShare: 1, waiting: 0, breaksUpTo1Day: 0 });
    expect(await owners()).toEqual([
      { account: 'bank_client', owner: 'main', net: 700 },
      { account: 'psp_clearing', owner: 'sandbox', net: 0 },
    ]);
  });

  it('are not changed by the same files, in the same form or in another', async () => {
    const before = await books.counts();

    const report = await books.fetched('balance_csv');
    const statement = await books.fetched('bank_csv');

    expect(report).toMatchObject({ isRepeated: true, lines: 3 });
    expect(statement).toMatchObject({ isRepeated: false, lines: 2, added: 0, known: 2 });
    const after = (await books.counts()) as { files: number };
    expect({ ...after, files: after.files - 1 }).toEqual(before);
  });

  it('agree on refunds and on disputes that are won with their fee back, or lost', async () => {
    const { app } = books;
    const [seller, shopper] = [await activeSeller(app, { tier: 'T1' }), await buyer(app)];
    const { variantId } = await activeListing(app, seller, { price: 10_000, shipping: 0, stock: 50 });
    const sold = async (): Promise<[string, SellerOrderBody]> => {
      const { paymentId, sellerOrders } = await paidOrder(app, shopper, { variantId });
      return [paymentId, sellerOrders[0] as SellerOrderBody];
    };
    const [, refunded] = await sold();
    const [won] = await sold();
    const [lost] = await sold();
    await post(app, seller.token, `/v1/seller-orders/${refunded.id}/refusal`, { reason: 'out_of_stock' });
    await app.drain();
    await verdict(app, await openDispute(app, won), 'won', { returnFee: true });
    await verdict(app, await openDispute(app, lost), 'lost');
    await settled(app);

    await books.tell('/settlements');
    const statement = await books.fetched('bank_csv', { encoding: 'utf-16le' });
    const waiting = await books.breaks();
    const report = await books.fetched('balance_csv');

    expect(statement).toMatchObject({ added: 1, waiting: 1, encoding: 'utf-16le' });
    expect(waiting).toEqual([]);
    expect(report).toMatchObject({ breaks: 0, waiting: 0, known: 3 });
    expect(await books.breaks()).toEqual([]);
    expect(await books.balanceOf('psp_clearing')).toBe(0);
    expect(await app.sql('select from reconciliation_open_entries')).toEqual([]);
  });

  it('tell finance alone how they stand', async () => {
    const { app, finance } = books;
    const stranger = await buyer(app);
    const path = '/v1/finance/reconciliation/accounts';

    const page = await get<{ data: { code: string; kind: string }[] }>(app, finance.token, path);
    const refused = await app.http.get(path).set({ Authorization: `Bearer ${stranger.token}` });

    expect(page.data.map(({ code, kind }) => [code, kind])).toEqual([
      ['sandbox-balance', 'provider'],
      ['sandbox-bank', 'bank'],
    ]);
    expect(refused.status).toBe(403);
    const { text } = await app.http.get('/metrics');
    expect(text.split('\n').filter((line) => /^souk_reconciliation_.*(up_to_1_day|share)/.test(line))).toEqual([
      'souk_reconciliation_breaks{age="up_to_1_day"} 0',
      'souk_reconciliation_matched_share 1',
    ]);
  });
});
