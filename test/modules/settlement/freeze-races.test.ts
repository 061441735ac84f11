import { randomUUID } from 'node:crypto';
import { Clock, system } from '../../../src/kernel/index.js';
import { ReleaseEarnings } from '../../../src/modules/settlement/release-earnings.js';
import { Settlement, type Block } from '../../../src/modules/settlement/index.js';
import { StartEarning } from '../../../src/modules/settlement/start-earning.js';
import { query, statement, UnitOfWork, type Tx } from '../../../src/platform/database/index.js';
import { startApp, type TestApp } from '../../support/index.js';
import { get } from '../../support/world.orders.js';
import { deliveredSale, openShop, paidSale, type Sale, type Shop } from '../../support/world.refunds.js';
import { balance } from './settlement-app.js';

type Work = (tx: Tx) => Promise<unknown>;

/** Keeps everybody else from setting the release of a seller order. */
const occupy = statement<[id: string], never>(
  'test.occupy-release',
  `insert into deadlines (kind, subject_id, due_at) values ('settlement.release', $1, now())`,
);

describe('a block of an earning that is about to start', () => {
  let app: TestApp;
  let shop: Shop;
  let sale: Sale;

  beforeAll(async () => {
    app = await startApp();
  });
  beforeEach(async () => {
    shop = await openShop(app);
    sale = await paidSale(app, shop);
  });
  afterEach(() => app.checkInvariants());
  afterAll(() => app.stop());

  const blockOf = ({ id }: Sale): Block => ({
    sellerOrderId: id,
    source: { type: 'test', id: randomUUID() },
    reason: 'test',
    actor: system('test'),
  });
  const freeze =
    (block: Block): Work =>
    (tx) =>
      app.get(Settlement).freeze(tx, block);
  const unfreeze =
    (block: Block): Work =>
    (tx) =>
      app.get(Settlement).unfreeze(tx, block);
  const once = (work: Work): Promise<unknown> => app.get(UnitOfWork).run(work);
  const earningOf = ({ sellerOrderId }: Sale) =>
    get<Record<string, unknown>>(app, shop.seller.token, `/v1/seller-orders/${sellerOrderId}/earning`);
  const release = async ({ id }: Sale): Promise<void> => {
    await app.sql(`update earnings set release_at = $2 where id = $1`, [id, app.get(Clock).now()]);
    await app.get(ReleaseEarnings).run(id);
  };

  /** As the delivery of the sale tells it. */
  async function start({ id }: Sale): Promise<void> {
    const [order] = await app.sql<{ orderId: string; paymentId: string; sellerId: string; terms: never }>(
      `select order_id as "orderId", payment_id as "paymentId", seller_id as "sellerId", settlement_terms as terms
         from seller_orders where id = $1`,
      [id],
    );
    if (!order) throw new Error('No such seller order');
    const { terms: settlementTerms, ...whose } = order;
    const parts = { item: 10_000, tax: 2_000, shipping: 1_000, commission: 1_000, shippingTo: 'platform' } as const;
    const about = { currency: 'USD', parts, ruleVersion: 'test', settlementTerms, deliveredAt: app.get(Clock).now() };
    await app.get(StartEarning).run({ sellerOrderId: id, ...whose, ...about });
  }

  /** A transaction that has done its work and does not end before it is told so. */
  async function heldOpen(work: Work): Promise<() => Promise<unknown>> {
    let [end, isDone] = [() => {}, () => {}];
    const gate = new Promise<void>((resolve) => (end = resolve));
    const done = new Promise<void>((resolve) => (isDone = resolve));
    const whole = once(async (tx) => {
      await work(tx);
      isDone();
      await gate;
    });
    await Promise.race([done, whole]);
    return () => {
      end();
      return whole;
    };
  }

  /** Until the work has ended, or so many transactions wait for a lock. */
  async function endedOrWaiting(work: Promise<unknown>, waiting = 1): Promise<void> {
    const state = { isOver: false };
    const over = () => (state.isOver = true);
    void work.then(over, over);
    const sql = `select from pg_stat_activity where wait_event_type = 'Lock' and datname = current_database()`;
    while (!state.isOver && (await app.sql(sql)).length < waiting);
  }

  it('is seen by the start that comes before it has ended', async () => {
    const end = await heldOpen(freeze(blockOf(sale)));

    const started = start(sale);
    await endedOrWaiting(started);
    await end();
    await started;

    expect(await earningOf(sale)).toMatchObject({ state: 'frozen', expectedReleaseAt: null });
  });

  it('stops what starts at that moment, and nothing is released', async () => {
    const end = await heldOpen((tx) => query(tx, occupy, [sale.id]));
    const started = start(sale);
    await endedOrWaiting(started);

    const frozen = once(freeze(blockOf(sale)));
    await endedOrWaiting(frozen, 2);
    await end();
    await Promise.all([started, frozen]);
    await release(sale);

    expect(await earningOf(sale)).toMatchObject({ state: 'frozen', blockedBy: [{ reason: 'test' }] });
    expect(await balance(app, shop.seller)).toMatchObject({ pending: 9_000, available: 0 });
  });

  it('that ends at that moment does not stop it for ever', async () => {
    const block = blockOf(sale);
    await once(freeze(block));
    const end = await heldOpen(unfreeze(block));

    const started = start(sale);
    await endedOrWaiting(started);
    await end();
    await started;
    await release(sale);

    expect(await earningOf(sale)).toMatchObject({ state: 'available', blockedBy: [] });
    expect(await balance(app, shop.seller)).toMatchObject({ pending: 0, available: 9_000 });
  });

  it('is respected by the release even where the clock was left running, and its end lets it run again', async () => {
    const late = await deliveredSale(app, shop);
    const block = blockOf(late);
    await app.sql(
      `insert into earning_blocks (seller_order_id, source_type, source_id, reason, opened_at) values ($1, $2, $3, $4, now())`,
      [late.id, block.source.type, block.source.id, block.reason],
    );

    await release(late);
    const stopped = [await earningOf(late), await balance(app, shop.seller)];
    await once(unfreeze(block));
    await app.drain();

    expect(stopped).toMatchObject([{ state: 'frozen' }, { pending: 9_000, available: 0 }]);
    expect(await earningOf(late)).toMatchObject({ state: 'available', holdReasons: ['tier', 'block_ended'] });
    expect(await balance(app, shop.seller)).toMatchObject({ pending: 0, available: 9_000 });
  });
});
