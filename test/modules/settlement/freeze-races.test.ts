import { randomUUID } from 'node:crypto';
import { Clock, system } from '../../../src/kernel/index.js';
import { ReleaseEarnings } from '../../../src/modules/settlement/release-earnings.js';
import { Settlement, type Block } from '../../../src/modules/settlement/index.js';
import { StartEarning } from '../../../src/modules/settlement/start-earning.js';
import { UnitOfWork, type Tx } from '../../../src/platform/database/index.js';
import { startApp, type TestApp } from '../../support/index.js';
import { get } from '../../support/world.orders.js';
import { deliveredSale, openShop, paidSale, type Sale, type Shop } from '../../support/world.refunds.js';
import { onStage } from '../../prove/locks/stage.js';
import { balance } from './settlement-app.js';

type Work = (tx: Tx) => Promise<unknown>;

describe('a block of an earning that is about to start', () => {
  let app: TestApp;
  const stage = onStage();
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

  /** Two of whom the first stands behind a statement until the second has ended or waits. */
  async function meet(statement: string, first: () => Promise<unknown>, second: () => Promise<unknown>): Promise<void> {
    const { met } = await stage.meet(app, { statement, stop: 'after' }, first, second);
    expect(met).toBe(true);
  }

  it('is seen by the start that comes before it has ended', async () => {
    await meet(
      'lifecycle.earnings',
      () => once(freeze(blockOf(sale))),
      () => start(sale),
    );

    expect(await earningOf(sale)).toMatchObject({ state: 'frozen', expectedReleaseAt: null });
  });

  it('stops what starts at that moment, and nothing is released', async () => {
    await meet(
      'settlement.open-blocks',
      () => start(sale),
      () => once(freeze(blockOf(sale))),
    );

    const stopped = { state: 'frozen', expectedReleaseAt: null, blockedBy: [{ reason: 'test' }] };
    expect(await earningOf(sale)).toMatchObject(stopped);
    await release(sale);
    expect(await earningOf(sale)).toMatchObject(stopped);
    expect(await balance(app, shop.seller)).toMatchObject({ pending: 9_000, available: 0 });
  });

  it('that ends at that moment does not stop it for ever', async () => {
    const block = blockOf(sale);
    await once(freeze(block));

    await meet(
      'settlement.open-blocks',
      () => once(unfreeze(block)),
      () => start(sale),
    );
    await release(sale);

    expect(await earningOf(sale)).toMatchObject({ state: 'available', blockedBy: [] });
    expect(await balance(app, shop.seller)).toMatchObject({ pending: 0, available: 9_000 });
  });

  it('that ends while the release sees it does not stop it for ever', async () => {
    const late = await deliveredSale(app, shop);
    const block = blockOf(late);
    await blockedUnseen(late, block);

    await meet(
      'settlement.stopped-earning',
      () => release(late),
      () => once(unfreeze(block)),
    );
    await app.drain();

    expect(await earningOf(late)).toMatchObject({ state: 'available', blockedBy: [] });
  });

  it('has ended when it ended first', async () => {
    const block = blockOf(sale);
    await once(freeze(block));
    const ended = () => app.sql('select closed_at from earning_blocks where source_id = $1', [block.source.id]);
    await once(unfreeze(block));
    const first = await ended();

    await app.advance('PT1H');
    await once(unfreeze(block));

    expect(await ended()).toEqual(first);
  });

  /** The clock runs although something blocks it. */
  const blockedUnseen = ({ id }: Sale, { source, reason }: Block) =>
    app.sql(
      `insert into earning_blocks (seller_order_id, source_type, source_id, reason, opened_at) values ($1, $2, $3, $4, now())`,
      [id, source.type, source.id, reason],
    );

  it('is respected by the release even where the clock was left running, and its end lets it run again', async () => {
    const late = await deliveredSale(app, shop);
    const block = blockOf(late);
    await blockedUnseen(late, block);

    await release(late);
    const stopped = [await earningOf(late), await balance(app, shop.seller)];
    await once(unfreeze(block));
    await app.drain();

    expect(stopped).toMatchObject([{ state: 'frozen' }, { pending: 9_000, available: 0 }]);
    expect(await earningOf(late)).toMatchObject({ state: 'available', holdReasons: ['tier', 'block_ended'] });
    expect(await balance(app, shop.seller)).toMatchObject({ pending: 0, available: 9_000 });
  });
});
