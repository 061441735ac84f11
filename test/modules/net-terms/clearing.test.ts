import { Clock } from '../../../src/kernel/index.js';
import { startApp, type TestApp } from '../../support/index.js';
import { company, creditLine, invoicedSale, transfer, USD, type Company } from '../../support/world.companies.js';
import { foreignShop, orderIn, type ForeignOrder, type ForeignShop } from '../../support/world.fx.js';
import { staff, type Person } from '../../support/world.identity.js';
import { get, post } from '../../support/world.orders.js';
import { openShop, type Shop } from '../../support/world.refunds.js';

interface Uncleared {
  readonly owner: string | null;
  readonly balance: object;
  readonly overdue: object;
  readonly unclearedSinceAt: string;
}

describe('what companies owe, in the clearing monitor', () => {
  let app: TestApp;
  let finance: Person;
  let shop: Shop;

  beforeAll(async () => {
    app = await startApp();
    finance = await staff(app, 'finance');
    shop = await openShop(app);
  });
  afterAll(() => app.stop());

  async function owing(termDays: number) {
    const buying = await company(app);
    await creditLine(app, finance, buying, { termDays });
    return { buying, sale: await invoicedSale(app, buying, shop) };
  }

  const listed = async (account: string) =>
    (await get<{ data: Uncleared[] }>(app, finance.token, `/v1/finance/clearing?account=${account}&limit=100`)).data;
  const late = async ({ id }: Company) => (await listed('buyer_receivable')).filter(({ owner }) => owner === id);
  /** As the gauge counts it. */
  const counted = async () =>
    (
      await app.sql<{ n: number }>(
        `select count(*)::int as n from ledger.overdue($1) where type_code = 'buyer_receivable'`,
        [app.get(Clock).now()],
      )
    )[0]?.n;

  it('is late from the day that its invoice is due, by longer and by shorter terms than the chart’s', async () => {
    const [long, short, paid] = [await owing(60), await owing(7), await owing(7)];
    await app.advance('P6D');
    const inTime = [await late(long.buying), await late(short.buying)];
    await transfer(app, finance, 13_000, paid.sale.invoice.number);

    await app.advance('P2D');
    const afterEight = [await late(long.buying), await late(short.buying), await late(paid.buying)];
    const counts = await counted();
    await app.advance('P30D');
    const afterThirtyEight = await late(long.buying);
    await app.advance('P23D');
    const afterSixtyOne = await late(long.buying);

    expect(inTime).toEqual([[], []]);
    expect(afterEight).toMatchObject([[], [{ balance: USD(13_000), overdue: USD(13_000) }], []]);
    expect(counts).toBe(1);
    expect(afterThirtyEight).toEqual([]);
    expect(afterSixtyOne).toMatchObject([{ overdue: USD(13_000), unclearedSinceAt: long.sale.invoice.issuedAt }]);
  });

  it('is late by what is open of what is due, and not by what is due later', async () => {
    const buying = await company(app);
    await creditLine(app, finance, buying, { termDays: 10 });
    const first = await invoicedSale(app, buying, shop);
    await creditLine(app, finance, buying, { termDays: 90, reason: 'They pay.' });
    await invoicedSale(app, buying, shop);
    await transfer(app, finance, 5_000, first.invoice.number);

    await app.advance('P11D');
    const some = await late(buying);
    await transfer(app, finance, 8_000, first.invoice.number);
    const none = await late(buying);

    expect(some).toMatchObject([{ balance: USD(21_000), overdue: USD(8_000) }]);
    expect(none).toEqual([]);
  });

  it('has its position in another currency wait as long, and the time of the chart after that', async () => {
    const foreign: ForeignShop = await foreignShop(app);
    const buying = await company(app);
    await creditLine(app, finance, buying, { limit: { amount: 100_000, currency: 'EUR' }, termDays: 20 });
    const fields = { paymentCurrency: 'EUR', paymentMethod: 'on_account', companyId: buying.companyId };
    const answer = await orderIn(app, buying.admin, fields, { variantId: foreign.variantId, quantity: 5 });
    await app.drain();
    const [share] = (answer.body as ForeignOrder).sellerOrders;
    await post(app, foreign.seller.token, `/v1/seller-orders/${share?.id ?? ''}/acceptance`);
    await app.drain();

    await app.advance('P26D');
    const inTime = await listed('fx_position');
    await app.advance('P2D');

    expect(inTime).toEqual([]);
    expect((await listed('fx_position')).map(({ overdue }) => overdue)).toEqual(
      expect.arrayContaining([{ amount: 12_000, currency: 'EUR' }, USD(13_020)]),
    );
  });
});
