import { fromWire } from '../../../src/kernel/index.js';
import { startApp, type TestApp } from '../../support/index.js';
import { feeRule } from '../../support/world.fees.js';
import { foreignSale, foreignShop, heldIn, netOf, positionOf } from '../../support/world.fx.js';
import type { ForeignSale, ForeignShop } from '../../support/world.fx.js';
import { buyer } from '../../support/world.identity.js';
import { get, post } from '../../support/world.orders.js';
import { deliver, refund, refundsOf, released, units } from '../../support/world.refunds.js';

const EUR = (amount: number) => ({ amount, currency: 'EUR' });
const USD = (amount: number) => ({ amount, currency: 'USD' });

describe('a refund of what was paid in another currency', () => {
  let app: TestApp;
  let shop: ForeignShop;

  beforeAll(async () => {
    app = await startApp();
    shop = await foreignShop(app);
    await feeRule(app, shop.finance, {
      ...{ component: 'commission', sellerId: shop.seller.sellerId, bps: 1_000, isKept: false },
    });
  });
  afterAll(() => app.stop());

  const linesOf = async (refundId: string): Promise<Record<string, string[]>> => {
    const rows = await app.sql<{ kind: string; lines: string[] }>(
      `select j.kind, array_agg(e.side || ' ' || a.type_code || ' ' || e.amount || ' ' || e.currency order by e.line) as lines
         from ledger.journal j join ledger.entry e on e.journal_id = j.id join ledger.account a on a.id = e.account_id
        where j.source_type = 'refund' and j.source_id = $1 group by j.id`,
      [fromWire('rfd', refundId)],
    );
    return Object.fromEntries(rows.map(({ kind, lines }) => [kind, lines]));
  };
  const cancel = ({ sellerOrderId }: ForeignSale) =>
    post(app, shop.seller.token, `/v1/seller-orders/${sellerOrderId}/refusal`, { reason: 'out_of_stock' });
  const everything = (sale: ForeignSale) => refund(app, shop.seller.token, sale, { everything: true });
  const ids = async (sale: ForeignSale) => (await refundsOf(app, shop.ada.token, sale)).map(({ id }) => id);
  const counters = ({ id }: ForeignSale) =>
    app.sql(
      `select refunded::int, settled_back::int as settled, paid_back::int as paid from payment_parts
        where seller_order_id = $1`,
      [id],
    );

  it('that is refused by its seller is all of it, and everything is as it was (R1)', async () => {
    const before = await Promise.all([positionOf(app, shop, 'EUR-USD'), netOf(app, 'fx_spread_revenue', 'USD')]);
    const sale = await foreignSale(app, shop);

    await cancel(sale);
    await app.drain();

    const [id = ''] = await ids(sale);
    expect(await linesOf(id)).toEqual({
      requested: [
        'D order_escrow 13000 USD',
        'D fx_spread_revenue 20 USD',
        'C fx_position 13020 USD',
        'D fx_position 12000 EUR',
        'C refund_in_transit 12000 EUR',
      ],
      confirmed: ['D refund_in_transit 12000 EUR', 'C psp_clearing 12000 EUR'],
    });
    expect(await refundsOf(app, shop.ada.token, sale)).toMatchObject([
      { state: 'succeeded', amount: EUR(12_000), settled: USD(13_000), promotion: USD(0) },
    ]);
    expect(await Promise.all([positionOf(app, shop, 'EUR-USD'), netOf(app, 'fx_spread_revenue', 'USD')])).toEqual(
      before,
    );
    expect(await heldIn(app, 'order_escrow', sale.id, 'USD')).toBe(0);
  });

  it('in three pieces gives back what was paid, to the cent', async () => {
    const before = await positionOf(app, shop, 'EUR-USD');
    const sale = await foreignSale(app, shop);

    const pieces = [await refund(app, shop.seller.token, sale, units(sale, 2))];
    pieces.push(await refund(app, shop.seller.token, sale, units(sale, 2)));
    pieces.push(await everything(sale));
    const more = await everything(sale);
    await app.drain();

    expect(pieces.map(({ body }) => [body.amount, body.settled])).toEqual([
      [EUR(4_430), USD(4_800)],
      [EUR(4_431), USD(4_800)],
      [EUR(3_139), USD(3_400)],
    ]);
    expect((await linesOf(pieces[1]?.body.id)).requested).toEqual([
      'D order_escrow 4800 USD',
      'D fx_spread_revenue 7 USD',
      'C fx_position 4807 USD',
      'D fx_position 4431 EUR',
      'C refund_in_transit 4431 EUR',
    ]);
    expect(more.status).toBe(409);
    expect(await counters(sale)).toEqual([{ refunded: 12_000, settled: 13_000, paid: 12_000 }]);
    expect(await positionOf(app, shop, 'EUR-USD')).toEqual(before);
  });

  it('keeps the rate of the order when the rate has changed', async () => {
    const sale = await foreignSale(app, shop);
    const rate = { from: 'EUR', to: 'USD', rate: { num: 2, den: 1 }, provider: 'test-bank' };
    await post(app, shop.finance.token, '/v1/finance/fx/rates', rate);

    const answer = await everything(sale);
    await post(app, shop.finance.token, '/v1/finance/fx/rates', { ...rate, rate: { num: 10_850, den: 10_000 } });

    expect(answer.body).toMatchObject({ amount: EUR(12_000) });
  });

  it('after the release takes it from the seller in dollars (R6, R8)', async () => {
    const sale = await foreignSale(app, shop);
    await deliver(app, shop, sale);
    await released(app, sale.id);

    const part = await refund(app, shop.seller.token, sale, units(sale, 2));
    const rest = await everything(sale);
    await app.drain();

    expect((await linesOf(part.body.id)).requested).toEqual([
      'D seller_available 3600 USD',
      'D commission_revenue 400 USD',
      'D tax_payable 800 USD',
      'D fx_spread_revenue 7 USD',
      'C fx_position 4807 USD',
      'D fx_position 4430 EUR',
      'C refund_in_transit 4430 EUR',
    ]);
    expect((await linesOf(rest.body.id)).requested).toEqual([
      'D seller_available 5400 USD',
      'D commission_revenue 600 USD',
      'D tax_payable 1200 USD',
      'D shipping_revenue 1000 USD',
      'D fx_spread_revenue 13 USD',
      'C fx_position 8213 USD',
      'D fx_position 7570 EUR',
      'C refund_in_transit 7570 EUR',
    ]);
  });

  it('after the seller has nothing left becomes a debt in dollars (R9)', async () => {
    const poor = await foreignShop(app);
    const sale = await foreignSale(app, poor);
    await deliver(app, poor, sale);
    await released(app, sale.id);
    const sellerId = fromWire('sel', poor.seller.sellerId) ?? '';
    await app.sql(
      `update seller_payout_accounts set changed_at = changed_at - interval '72 hours' where seller_id = $1`,
      [sellerId],
    );
    await app.advance('P1D');
    const left = await heldIn(app, 'seller_available', sellerId, 'USD');

    const answer = await refund(app, poor.seller.token, sale, { everything: true });
    await app.drain();

    expect(left).toBe(0);
    expect(answer.body).toMatchObject({ amount: EUR(12_000), settled: USD(13_000) });
    expect((await linesOf(answer.body.id)).requested).toContainEqual(
      expect.stringMatching(/^D seller_receivable \d+ USD$/),
    );
    expect(await heldIn(app, 'seller_receivable', sellerId, 'USD')).toBeGreaterThan(0);
    expect(await heldIn(app, 'seller_receivable', sellerId, 'EUR')).toBe(0);
  });

  it('that the provider refuses becomes store credit in the currency that was paid (R3)', async () => {
    const ada = await buyer(app, { createdAt: '2020-01-01T00:00:00.000Z' });
    const sale = await foreignSale(app, { ...shop, ada }, { token: 'tok_refund_fails' });

    const answer = await everything(sale);
    await app.drain();

    expect((await linesOf(answer.body.id)).rejected).toEqual([
      'D refund_in_transit 12000 EUR',
      'C buyer_credit 12000 EUR',
    ]);
    const credit = await get<{ data?: object[] }>(app, ada.token, '/v1/me/store-credit');
    expect(JSON.stringify(credit)).toContain('"amount":12000,"currency":"EUR"');
  });

  it('gives back store credit and card in proportion', async () => {
    const ada = await buyer(app, { createdAt: '2020-01-01T00:00:00.000Z' });
    const mine = { ...shop, ada };
    await cancel(await foreignSale(app, mine, { token: 'tok_refund_fails' }));
    await app.drain();
    const sale = await foreignSale(app, mine, { useStoreCredit: true });

    const one = await refund(app, shop.seller.token, sale, units(sale, 2));
    const two = await everything(sale);
    await app.drain();

    expect([one.body, two.body]).toMatchObject([
      { amount: EUR(4_430), storeCredit: EUR(4_430), state: 'succeeded' },
      { amount: EUR(7_570), storeCredit: EUR(7_570), state: 'succeeded' },
    ]);
    expect(await heldIn(app, 'buyer_credit', fromWire('usr', ada.userId) ?? '', 'EUR')).toBe(12_000);
  });

  it('asked for by several at once gives back once', async () => {
    const sale = await foreignSale(app, shop);

    const answers = await Promise.all([everything(sale), everything(sale), everything(sale)]);
    await app.drain();

    expect(answers.map(({ status }) => status).sort()).toEqual([201, 409, 409]);
    expect(await counters(sale)).toEqual([{ refunded: 12_000, settled: 13_000, paid: 12_000 }]);
  });

  it('names shipping in the currency of the seller', async () => {
    const sale = await foreignSale(app, shop);

    const wrong = await refund(app, shop.seller.token, sale, { shipping: EUR(100) });
    const right = await refund(app, shop.seller.token, sale, { shipping: USD(100) });

    expect(wrong.status).toBe(422);
    expect(right.body).toMatchObject({ amount: EUR(92), settled: USD(100), shipping: USD(100) });
  });
});
