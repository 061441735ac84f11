import { Clock } from '../../../src/kernel/index.js';
import { ReleaseEarnings } from '../../../src/modules/settlement/release-earnings.js';
import { RunPayouts } from '../../../src/modules/settlement/run-payouts.js';
import { startApp, type TestApp } from '../../support/index.js';
import { parcel, post } from '../../support/world.orders.js';
import {
  deliveredSale,
  held,
  openShop,
  paidSale,
  refund,
  refundsOf,
  units,
  type Sale,
  type Shop,
} from '../../support/world.refunds.js';
import { balance, idOf, released } from '../settlement/settlement-app.js';

const ROUNDS = Number(process.env.SOUK_RACE_ROUNDS ?? 10);
const PAYOUT_ROUNDS = ROUNDS;
const LONG = 60_000 + ROUNDS * 5_000;

describe('races over a refund', () => {
  let app: TestApp;
  let shop: Shop;

  beforeAll(async () => {
    app = await startApp();
    shop = await openShop(app);
  });
  afterAll(() => app.stop());

  const refunded = async (sale: Sale): Promise<number> =>
    (await refundsOf(app, shop.ada.token, sale)).reduce((sum, { amount }) => sum + amount.amount, 0);

  it(
    `lets one of two refunds of the same units win, before and after the delivery, ${ROUNDS} times`,
    async () => {
      for (let round = 0; round < ROUNDS; round += 1) {
        const sale = round % 2 === 0 ? await paidSale(app, shop) : await deliveredSale(app, shop);

        const answers = await Promise.all([
          refund(app, shop.seller.token, sale, units(sale, 3)),
          refund(app, shop.finance.token, sale, units(sale, 3)),
        ]);

        expect(answers.map(({ status }) => status).sort()).toEqual([201, 409]);
        expect(await refunded(sale)).toBe(7_200);
      }
    },
    LONG,
  );

  it(
    `gives all of it back once when the seller refunds and the buyer cancels, ${ROUNDS} times`,
    async () => {
      for (let round = 0; round < ROUNDS; round += 1) {
        const sale = await paidSale(app, shop);
        const path = `/v1/seller-orders/${sale.sellerOrderId}/cancellation`;

        const [back, cancelled] = await Promise.all([
          refund(app, shop.seller.token, sale, round % 2 === 0 ? { everything: true } : units(sale, 2)),
          post(app, shop.ada.token, path),
        ]);

        expect([201, 409]).toContain(back.status);
        expect(cancelled.status).toBe(200);
        expect(await refunded(sale)).toBe(13_000);
        expect(await held(app, 'order_escrow', sale.id)).toBe(0);
      }
    },
    LONG,
  );

  it(
    `leaves the seller the net of the rest when a refund meets the delivery, ${ROUNDS} times`,
    async () => {
      const sales: Sale[] = [];
      for (let round = 0; round < ROUNDS; round += 1) sales.push(await paidSale(app, shop));
      for (const { sellerOrderId } of sales) {
        await post(app, shop.seller.token, `/v1/seller-orders/${sellerOrderId}/acceptance`);
        await post(app, shop.seller.token, `/v1/seller-orders/${sellerOrderId}/shipments`, parcel());
      }
      for (const { sellerOrderId } of sales) {
        await post(app, shop.seller.token, `/v1/seller-orders/${sellerOrderId}/delivery`);
      }

      const [, ...answers] = await Promise.all([
        app.drain(),
        ...sales.map((sale) => refund(app, shop.seller.token, sale, units(sale, 2))),
      ]);
      await app.drain();

      expect(new Set(answers.map((answer) => answer?.status))).toEqual(new Set([201]));
      const nets = await app.sql<{ net: number }>(
        `select (net - taken)::int as net from earnings where id = any($1::uuid[])`,
        [sales.map(({ id }) => id)],
      );
      expect(nets.map(({ net }) => net)).toEqual(Array.from({ length: ROUNDS }, () => 5_400));
    },
    LONG,
  );

  it(
    `leaves the seller the net of the rest when a refund meets the release, ${ROUNDS} times`,
    async () => {
      const own = await openShop(app);
      for (let round = 1; round <= ROUNDS; round += 1) {
        const sale = await deliveredSale(app, own);
        await app.sql(`update earnings set release_at = $2 where id = $1`, [sale.id, app.get(Clock).now()]);

        const [answer] = await Promise.all([
          refund(app, own.seller.token, sale, units(sale, 2)),
          app.get(ReleaseEarnings).run(sale.id),
        ]);

        expect(answer.status).toBe(201);
        expect(await balance(app, own.seller)).toMatchObject({ pending: 0, available: round * 5_400, receivable: 0 });
      }
    },
    LONG,
  );

  it(
    `leaves a payout or the refund of it without a debt, never both, of ${PAYOUT_ROUNDS} sellers`,
    async () => {
      const shops: { shop: Shop; sale: Sale }[] = [];
      for (let round = 0; round < PAYOUT_ROUNDS; round += 1) {
        const own = await openShop(app);
        const sale = await deliveredSale(app, own);
        await released(app, sale.id);
        shops.push({ shop: own, sale });
      }
      await app.sql(`update seller_payout_accounts set changed_at = changed_at - interval '72 hours'`);

      const [, ...answers] = await Promise.all([
        app.get(RunPayouts).run(app.get(Clock).now()),
        ...shops.map(({ shop: own, sale }) => refund(app, own.seller.token, sale, { everything: true })),
      ]);
      await app.drain();

      expect(new Set(answers.map((answer) => answer?.status))).toEqual(new Set([201]));
      for (const { shop: own } of shops) {
        const [row] = await app.sql<{ paid: number }>(
          `select coalesce(sum(amount), 0)::int as paid from payouts where seller_id = $1`,
          [idOf(own.seller)],
        );
        const after = await balance(app, own.seller);
        expect([0, 9_000]).toContain(row?.paid);
        expect(after).toMatchObject({ pending: 0, available: 0, receivable: row?.paid });
      }
    },
    LONG,
  );
});
