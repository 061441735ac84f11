import { randomUUID } from 'node:crypto';
import { fromWire, toWire } from '../../../src/kernel/index.js';
import { bearer } from '../../support/index.js';
import { openDispute, verdict } from '../../support/world.disputes.js';
import { buyer } from '../../support/world.identity.js';
import { activeListing } from '../../support/world.listings.js';
import { deliveredOrder } from '../../support/world.orders.js';
import { activeSeller } from '../../support/world.sellers.js';
import { Books, type ItemBody } from './reconciliation-app.js';

describe('earned revenue that leaves the clients’ money (X5)', () => {
  let books: Books;
  let bank: string;
  let paymentId: string;

  beforeAll(async () => {
    books = await Books.open();
    const { app } = books;
    const [seller, shopper] = [await activeSeller(app, { tier: 'T1' }), await buyer(app)];
    const { variantId } = await activeListing(app, seller, { price: 10_000, shipping: 0, stock: 5 });
    // A commission of 10.00.
    const { sellerOrderId } = await deliveredOrder(app, shopper, seller, { variantId });
    const [sale] = await app.sql<{ id: string }>('select payment_id as id from earnings where id = $1', [
      fromWire('sor', sellerOrderId),
    ]);
    paymentId = toWire('pay', sale?.id ?? '');
    await books.fetched('balance_csv');
    bank = await books.opened('house-bank', 'bank');
  });
  afterAll(() => books.app.stop());

  /** The bank tells that the amount has left for our own account. */
  async function left(amount: string): Promise<ItemBody | undefined> {
    const id = `b-${randomUUID().slice(0, 8)}`;
    const day = new Date().toISOString().slice(0, 10);
    const file = `entry_id,value_date,amount,currency,text\n${id},${day},-${amount},USD,to our own account\n`;
    await books.upload(bank, 'format=bank_csv', file);
    return (await books.breaks()).find(({ externalId }) => externalId === id);
  }

  const sweep = (item: ItemBody | undefined) =>
    books.app.http
      .post(`/v1/finance/reconciliation/breaks/${item?.id ?? ''}/resolution`)
      .set(bearer(books.finance.token))
      .set('Idempotency-Key', randomUUID())
      .send({ resolution: 'revenue_sweep', reason: 'Monthly.' });

  it('is not more than was earned, and nothing of a sale that a bank disputes', async () => {
    const { app } = books;
    const item = await left('4.00');
    const tooMuch = await sweep(await left('10.01'));
    const dispute = await openDispute(app, paymentId);

    const disputed = await sweep(item);
    const between = await books.balanceOf('bank_operating');
    await verdict(app, dispute, 'won');
    const won = await sweep(item);

    expect([tooMuch.status, tooMuch.body.code]).toEqual([409, 'revenue_not_earned']);
    expect([disputed.status, disputed.body.code, between]).toEqual([409, 'revenue_not_earned', 0]);
    expect(won.body).toMatchObject({ status: 'matched', resolution: 'revenue_sweep' });
    expect(await books.balanceOf('bank_operating')).toBe(400);
  });

  it('is not taken twice, also not by two at once', async () => {
    const items = [await left('4.00'), await left('4.00')];

    const answers = await Promise.all(items.map(sweep));

    expect(answers.map(({ status }) => status).sort()).toEqual([200, 409]);
    expect(await books.balanceOf('bank_operating')).toBe(800);
  });

  it('is bounded by the database, whoever asks', async () => {
    const item = await left('2.50');

    const taken = (amount: number) =>
      books.app.sql(
        `insert into revenue_sweeps (item_id, currency, amount, made_by, made_at) values ($1, 'USD', $2, $1, now())`,
        [fromWire('ril', item?.id ?? ''), amount],
      );

    await expect(taken(250)).rejects.toMatchObject({ constraint: 'revenue_sweeps_earned' });
    await expect(books.app.sql('delete from revenue_sweeps')).rejects.toMatchObject({ constraint: 'ledger_immutable' });
  });
});
