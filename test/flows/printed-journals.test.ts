import { randomUUID } from 'node:crypto';
import { Clock, fromWire, money } from '../../src/kernel/index.js';
import { RecordBankAnswer } from '../../src/modules/settlement/record-bank-answer.js';
import { RunPayouts } from '../../src/modules/settlement/run-payouts.js';
import { UnitOfWork } from '../../src/platform/database/index.js';
import { booked } from '../support/booked.js';
import { bearer } from '../support/index.js';
import { get } from '../support/world.orders.js';
import { deliveredSale, openShop, released, type Shop } from '../support/world.refunds.js';
import { Books, type FileBody, type ItemBody } from '../modules/reconciliation/reconciliation-app.js';

/** The journals of the chart that only bank, provider and carrier cause, with its amounts, from end to end. */
describe('the printed journals of a sale', () => {
  let books: Books;

  beforeAll(async () => {
    books = await Books.open();
  });
  afterAll(() => books.app.stop());

  const today = (): string => new Date().toISOString().slice(0, 10);

  async function take(accountId: string, format: string, file: string): Promise<FileBody> {
    const answer = await books.upload(accountId, `format=${format}`, file);
    if (answer.status !== 200) throw new Error(answer.text);
    return answer.body as FileBody;
  }

  async function resolve(externalId: string, body: object): Promise<ItemBody> {
    const item = (await books.breaks()).find((each) => each.externalId === externalId);
    const answer = await books.app.http
      .post(`/v1/finance/reconciliation/breaks/${item?.id ?? ''}/resolution`)
      .set(bearer(books.finance.token))
      .set('Idempotency-Key', randomUUID())
      .send(body);
    if (answer.status !== 200) throw new Error(`${externalId}: ${answer.text}`);
    return answer.body as ItemBody;
  }

  /** A seller whose 90.00 of a sale are on their way to the bank. */
  async function payout(): Promise<{ shop: Shop; id: string }> {
    const { app } = books;
    const shop = await openShop(app);
    await released(app, (await deliveredSale(app, shop)).id);
    await app.sql(
      `update seller_payout_accounts set changed_at = changed_at - interval '72 hours' where seller_id = $1`,
      [fromWire('sel', shop.seller.sellerId)],
    );
    await app.get(RunPayouts).run(app.get(Clock).now());
    const path = `/v1/sellers/${shop.seller.sellerId}/payouts`;
    const { data } = await get<{ data: { id: string }[] }>(app, shop.seller.token, path);
    return { shop, id: fromWire('pyo', data[0]?.id ?? '') ?? '' };
  }

  /** What the bank says about it. */
  const says = (id: string, answer: object) =>
    books.app
      .get(UnitOfWork)
      .run((tx) =>
        books.app
          .get(RecordBankAnswer)
          .run(tx, id, { reference: `bank-${id}`, amount: money(9_000, 'USD'), ...answer } as never),
      );

  it('gives the shipping to a seller who ships himself (E4)', async () => {
    const sale = await deliveredSale(books.app, await openShop(books.app, { shippingTo: 'seller' }));

    const { delivered } = await booked(books.app, 'seller_order', sale.id);

    expect(delivered).toBe('order_escrow 130.00 | seller_pending 100.00, commission_revenue 10.00, tax_payable 20.00');
  });

  it('pays a seller out (O1, O2), and takes back what comes back (O4)', async () => {
    const { id } = await payout();
    const created = await booked(books.app, 'payout', id);
    await books.app.drain();
    await books.app.provider.settle();
    await books.app.drain();
    const paid = await booked(books.app, 'payout', id);

    await says(id, { state: 'returned' });

    expect(created).toEqual({ created: 'seller_available 90.00 | payout_in_transit 90.00' });
    expect(paid).toEqual({ ...created, paid: 'payout_in_transit 90.00 | bank_client 90.00' });
    expect(await booked(books.app, 'payout', id)).toEqual({
      ...paid,
      returned: 'bank_client 90.00 | seller_available 90.00',
    });
  });

  it('books the fee that a provider reports (P2)', async () => {
    await books.fetched('balance_csv');
    const { id } = await books.account('sandbox-balance');
    const head = 'transaction_id,type,created,currency,gross,fee,net,source_id,reference';

    await take(id, 'balance_csv', `${head}\ntxn_p2,adjustment,${today()},USD,-3.50,0.00,-3.50,adj_p2,\n`);
    const item = await resolve('txn_p2', { resolution: 'provider_fee' });

    const fee = await booked(books.app, 'psp_balance_txn', fromWire('ril', item.id) ?? '');
    expect(fee).toEqual({ fee: 'psp_fee_expense 3.50 | psp_clearing 3.50' });
  });

  it('lets earned commission leave the clients’ account (X5)', async () => {
    const bank = await books.opened('bank-of-x5', 'bank');

    await take(bank, 'bank_csv', `entry_id,value_date,amount,currency,text\nb-x5,${today()},-10.00,USD,to our own\n`);
    const item = await resolve('b-x5', { resolution: 'revenue_sweep', reason: 'Monthly.' });

    const swept = await booked(books.app, 'sweep', fromWire('ril', item.id) ?? '');
    expect(swept).toEqual({ made: 'bank_operating 10.00 | bank_client 10.00' });
  });
});
