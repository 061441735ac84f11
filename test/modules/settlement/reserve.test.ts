import { Clock, fromWire, plus } from '../../../src/kernel/index.js';
import { ReleaseReserve } from '../../../src/modules/settlement/release-reserve.js';
import { Timeline } from '../../../src/platform/messaging/index.js';
import { startApp, type TestApp } from '../../support/index.js';
import { openDispute, verdict } from '../../support/world.disputes.js';
import { get } from '../../support/world.orders.js';
import {
  deliveredSale,
  openShop,
  refund,
  refundJournals,
  units,
  type Sale,
  type Shop,
} from '../../support/world.refunds.js';
import { balance, idOf, released } from './settlement-app.js';

/** For tests that let months pass. */
const SLOW = 240_000;

let app: TestApp;

beforeAll(async () => {
  app = await startApp();
});
afterAll(() => app.stop());

/** A delivered sale whose hold has ended: 90.00 for the seller. */
async function releasedSale(shop: Shop): Promise<Sale> {
  const sale = await deliveredSale(app, shop);
  await released(app, sale.id);
  return sale;
}

const pass = async (duration: string): Promise<void> => {
  await app.get(Timeline).jump(plus(app.get(Clock).now(), duration));
  await app.drain();
};

/** The lines of the journals of one kind about a seller, in the order of posting. */
async function journals({ seller }: Shop, kind: string): Promise<string[][]> {
  const rows = await app.sql<{ lines: string[] }>(
    `select array_agg(e.side || ' ' || a.type_code || ' ' || e.amount order by e.line) as lines
       from ledger.journal j join ledger.entry e on e.journal_id = j.id join ledger.account a on a.id = e.account_id
      where j.kind = $2 and j.seller_id = $1 group by j.id order by j.id`,
    [idOf(seller), kind],
  );
  return rows.map(({ lines }) => lines);
}

const lots = ({ seller }: Shop): Promise<{ amount: number; taken: number; isReleased: boolean }[]> =>
  app.sql(
    `select amount::int, taken::int, released_at is not null as "isReleased" from reserve_lots where seller_id = $1
      order by release_at, id`,
    [idOf(seller)],
  );
const requested = async (answer: { body: { id: string } }) => (await refundJournals(app, answer.body.id)).requested;

describe('the rolling reserve', () => {
  it(
    'of a new seller keeps 9.00 of 90.00 for 90 days (H1), and gives it back (H2)',
    async () => {
      const shop = await openShop(app, { tier: 'T0' });
      const sale = await releasedSale(shop);
      const kept = await balance(app, shop.seller);

      await pass('P89D');
      const before = await lots(shop);
      await pass('P2D');

      expect(kept).toMatchObject({ pending: 0, available: 8_100, reserve: 900 });
      expect(await journals(shop, 'released')).toEqual([
        ['D seller_pending 9000', 'C seller_available 8100', 'C seller_reserve 900'],
        ['D seller_reserve 900', 'C seller_available 900'],
      ]);
      expect(before).toEqual([{ amount: 900, taken: 0, isReleased: false }]);
      expect(await lots(shop)).toEqual([{ amount: 900, taken: 0, isReleased: true }]);
      expect(await balance(app, shop.seller)).toMatchObject({ reserve: 0 });
      expect(await get(app, shop.seller.token, `/v1/seller-orders/${sale.sellerOrderId}/earning`)).toMatchObject({
        reserve: { amount: { amount: 900, currency: 'USD' }, releasedAt: expect.any(String) },
      });
    },
    SLOW,
  );

  it(
    'of a restricted seller keeps 22.50 of 90.00 for 120 days',
    async () => {
      const shop = await openShop(app, { tier: 'T3' });
      await releasedSale(shop);
      const kept = await balance(app, shop.seller);

      await pass('P119D');
      const before = await balance(app, shop.seller);
      await pass('P2D');

      expect(kept).toMatchObject({ available: 6_750, reserve: 2_250 });
      expect(before).toMatchObject({ available: 6_750, reserve: 2_250 });
      expect(await balance(app, shop.seller)).toMatchObject({ available: 9_000, reserve: 0 });
    },
    SLOW,
  );

  it('of a standard or a trusted seller keeps nothing', async () => {
    for (const tier of ['T1', 'T2'] as const) {
      const shop = await openShop(app, { tier });
      await releasedSale(shop);

      expect(await balance(app, shop.seller)).toMatchObject({ available: 9_000, reserve: 0 });
      expect(await lots(shop)).toEqual([]);
    }
  });

  it('is drawn on by a refund after what is available, and before anything is owed', async () => {
    const shop = await openShop(app, { tier: 'T0' });
    const sale = await releasedSale(shop);

    const answer = await refund(app, shop.seller.token, sale, { everything: true });

    expect(await requested(answer)).toEqual([
      'D seller_available 8100',
      'D seller_reserve 900',
      'D commission_revenue 1000',
      'D tax_payable 2000',
      'D shipping_revenue 1000',
      'C refund_in_transit 13000',
    ]);
    expect(await balance(app, shop.seller)).toMatchObject({ available: 0, reserve: 0, receivable: 0 });
    expect(await lots(shop)).toEqual([{ amount: 900, taken: 900, isReleased: false }]);
  });

  it(
    'is drawn on by a refund in part, its own order’s lot first, and the rest of every lot is released',
    async () => {
      const shop = await openShop(app, { tier: 'T3' });
      const [first, second] = [await releasedSale(shop), await releasedSale(shop)];
      await app.sql(`update reserve_lots set release_at = release_at - interval '1 hour' where seller_order_id = $1`, [
        first.id,
      ]);

      // All 135.00 available go back with the second sale and most of the first; the lots give what is missing.
      const all = await refund(app, shop.seller.token, second, { everything: true });
      const most = await refund(app, shop.seller.token, first, units(first, 4));
      await app.drain();

      expect(await requested(all)).toContain('D seller_available 9000');
      expect(await requested(most)).toEqual(
        expect.arrayContaining(['D seller_available 4500', 'D seller_reserve 2700']),
      );
      expect(await lots(shop)).toEqual([
        { amount: 2_250, taken: 2_250, isReleased: false },
        { amount: 2_250, taken: 450, isReleased: false },
      ]);
      await pass('P121D');
      expect((await lots(shop)).every(({ isReleased }) => isReleased)).toBe(true);
      expect((await journals(shop, 'released')).slice(2)).toEqual([
        ['D seller_reserve 1800', 'C seller_available 1800'],
      ]);
      expect(await balance(app, shop.seller)).toMatchObject({ available: 1_800, reserve: 0, receivable: 0 });
    },
    SLOW,
  );

  it('is drawn on by a lost chargeback after what was held for it', async () => {
    const shop = await openShop(app, { tier: 'T0' });
    const sale = await releasedSale(shop);

    const ref = await openDispute(app, sale.paymentId, { reason: 'product_not_received' });
    const held = await balance(app, shop.seller);
    await verdict(app, ref, 'lost');

    expect(held).toMatchObject({ available: 0, held: 8_100, reserve: 900 });
    const [lines = []] = await app
      .sql<{ lines: string[] }>(
        `select array_agg(e.side || ' ' || a.type_code || ' ' || e.amount order by e.line) as lines
         from ledger.journal j join ledger.entry e on e.journal_id = j.id join ledger.account a on a.id = e.account_id
        where j.payment_id = $1 and j.kind = 'lost' group by j.id`,
        [fromWire('pay', sale.paymentId)],
      )
      .then((rows) => rows.map((row) => row.lines));
    expect(lines).toEqual(expect.arrayContaining(['D seller_held 8100', 'D seller_reserve 900']));
    expect(await lots(shop)).toEqual([{ amount: 900, taken: 900, isReleased: false }]);
    expect(await balance(app, shop.seller)).toMatchObject({ held: 0, reserve: 0 });
  });

  it(
    'is given back in full in the end, once, whatever many jobs at once say',
    async () => {
      const [shop, other] = [await openShop(app, { tier: 'T0' }), await openShop(app, { tier: 'T0' })];
      await releasedSale(other);
      for (let i = 0; i < 3; i += 1) await releasedSale(shop);
      const ids = await app.sql<{ id: string }>(
        `update reserve_lots set release_at = $2 where seller_id = $1 returning id`,
        [idOf(shop.seller), app.get(Clock).now()],
      );

      await Promise.all([...ids, ...ids, ...ids].map(({ id }) => app.get(ReleaseReserve).run(id)));

      expect(await balance(app, shop.seller)).toMatchObject({ available: 27_000, reserve: 0 });
      expect((await lots(shop)).map(({ isReleased }) => isReleased)).toEqual([true, true, true]);
      expect((await journals(shop, 'released')).slice(3)).toHaveLength(3);
      expect(await lots(other)).toEqual([{ amount: 900, taken: 0, isReleased: false }]);
    },
    SLOW,
  );
});
