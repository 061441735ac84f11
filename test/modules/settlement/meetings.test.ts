import { ReleaseEarnings } from '../../../src/modules/settlement/release-earnings.js';
import { ReleaseReserve } from '../../../src/modules/settlement/release-reserve.js';
import { startApp, type TestApp } from '../../support/index.js';
import { expectWorldMatch } from '../../support/world.payments.js';
import { deliveredSale, openShop, refund, units, type Sale, type Shop } from '../../support/world.refunds.js';
import { onStage } from '../../prove/locks/stage.js';
import { balance, now, released } from './settlement-app.js';

describe('what a seller earned, while it is moved', () => {
  let app: TestApp;
  const stage = onStage();

  beforeAll(async () => {
    app = await startApp();
  });
  afterEach(() => expectWorldMatch(app));
  afterAll(() => app.stop());

  /** The first stands behind the statement until the second has ended or waits for it. */
  async function meet<T>(statement: string, first: () => Promise<unknown>, second: () => Promise<T>): Promise<T> {
    const { met, outcomes } = await stage.meet<unknown>(app, { statement, stop: 'after' }, first, second);
    await app.drain();
    expect(met).toBe(true);
    return outcomes[1] as T;
  }
  const dueNow = (sale: Sale) => app.sql('update earnings set release_at = $2 where id = $1', [sale.id, now(app)]);
  const back = (shop: Shop, sale: Sale, body: object) => refund(app, shop.seller.token, sale, body);
  const sourcesOf = (sale: Sale) =>
    app.sql<object>(
      `select stage, from_pending::int as pending, from_available::int as available, from_reserve::int as reserve,
              owed::int from earning_refunds where seller_order_id = $1`,
      [sale.id],
    );

  it('is taken back from what is available by a refund that waited for its release', async () => {
    const shop = await openShop(app);
    const sale = await deliveredSale(app, shop);
    await dueNow(sale);

    const { status } = await meet(
      'lifecycle.earnings',
      () => app.get(ReleaseEarnings).run(sale.id),
      () => back(shop, sale, units(sale, 1)),
    );

    expect(status).toBe(201);
    expect(await sourcesOf(sale)).toEqual([{ stage: 'released', pending: 0, available: 1_800, reserve: 0, owed: 0 }]);
    expect(await balance(app, shop.seller)).toMatchObject({ pending: 0, available: 7_200 });
  });

  it('is released without what a refund has taken, when the release waited for it', async () => {
    const shop = await openShop(app);
    const sale = await deliveredSale(app, shop);
    await dueNow(sale);

    await meet(
      'settlement.take-pending',
      () => back(shop, sale, units(sale, 1)),
      () => app.get(ReleaseEarnings).run(sale.id),
    );

    expect(await sourcesOf(sale)).toEqual([{ stage: 'pending', pending: 1_800, available: 0, reserve: 0, owed: 0 }]);
    expect(await balance(app, shop.seller)).toMatchObject({ pending: 0, available: 7_200 });
  });

  it('is not taken from a reserve that is being released', async () => {
    const shop = await openShop(app, { tier: 'T0' });
    const sale = await deliveredSale(app, shop);
    await released(app, sale.id);
    const [lot] = await app.sql<{ id: string }>(
      'update reserve_lots set release_at = $2 where seller_order_id = $1 returning id',
      [sale.id, now(app)],
    );

    const { status } = await meet(
      'settlement.release-lots',
      () => app.get(ReleaseReserve).run(lot!.id),
      () => back(shop, sale, { everything: true }),
    );

    expect(status).toBe(201);
    expect(await sourcesOf(sale)).toEqual([{ stage: 'released', pending: 0, available: 8_100, reserve: 0, owed: 900 }]);
    expect(await balance(app, shop.seller)).toMatchObject({ available: 0, reserve: 0, receivable: 0 });
  });
});
