import { fromWire } from '../../../src/kernel/index.js';
import { startApp, type TestApp } from '../../support/index.js';
import { disputesOf, heard, openDispute, verdict } from '../../support/world.disputes.js';
import { feeRule } from '../../support/world.fees.js';
import { foreignSale, foreignShop, heldIn, netOf, positionOf } from '../../support/world.fx.js';
import type { ForeignSale, ForeignShop } from '../../support/world.fx.js';
import { staff } from '../../support/world.identity.js';
import { post } from '../../support/world.orders.js';
import { expectWorldMatch } from '../../support/world.payments.js';
import { deliver, refund, released } from '../../support/world.refunds.js';

const C1 = ['D dispute_receivable 12000 EUR', 'D dispute_fee_expense 1500 EUR', 'C psp_clearing 13500 EUR'];
const BACK = [
  'D fx_spread_revenue 20 USD',
  'C fx_position 13020 USD',
  'D fx_position 12000 EUR',
  'C dispute_receivable 12000 EUR',
];

describe('a chargeback of what was paid in another currency', () => {
  let app: TestApp;
  let shop: ForeignShop;

  beforeAll(async () => {
    app = await startApp();
    shop = await foreignShop(app);
    const commission = { component: 'commission', sellerId: shop.seller.sellerId, bps: 1_000, isKept: false };
    await feeRule(app, shop.finance, commission);
  });
  afterAll(() => app.stop());
  afterEach(() => expectWorldMatch(app));

  const journals = async ({ paymentId }: ForeignSale): Promise<Record<string, string[]>> => {
    const rows = await app.sql<{ kind: string; lines: string[] }>(
      `select split_part(j.kind, ':', 1) as kind,
              array_agg(e.side || ' ' || a.type_code || ' ' || e.amount || ' ' || e.currency order by e.line) as lines
         from ledger.journal j join ledger.entry e on e.journal_id = j.id join ledger.account a on a.id = e.account_id
        where j.source_type = 'dispute' and j.payment_id = $1 group by j.id order by j.id`,
      [fromWire('pay', paymentId)],
    );
    return Object.fromEntries(rows.map(({ kind, lines }) => [kind, lines]));
  };
  const counters = ({ id }: ForeignSale) =>
    app.sql(
      `select refunded::int, charged_back::int as charged, settled_back::int as settled, paid_back::int as paid
         from payment_parts where seller_order_id = $1`,
      [id],
    );
  const refuse = ({ sellerOrderId }: ForeignSale) =>
    post(app, shop.seller.token, `/v1/seller-orders/${sellerOrderId}/refusal`, { reason: 'out_of_stock' });
  const sellerId = () => fromWire('sel', shop.seller.sellerId) ?? '';
  const position = () => positionOf(app, shop, 'EUR-USD');

  it('that is lost before the delivery takes the escrow, and the position is as before', async () => {
    const before = await position();
    const sale = await foreignSale(app, shop);
    const ref = await openDispute(app, sale.paymentId);

    await verdict(app, ref, 'lost');

    expect(await journals(sale)).toEqual({ opened: C1, lost: ['D order_escrow 13000 USD', ...BACK] });
    expect(await position()).toEqual(before);
    expect(await counters(sale)).toEqual([{ refunded: 0, charged: 12_000, settled: 13_000, paid: 12_000 }]);
    expect(await heldIn(app, 'order_escrow', sale.id, 'USD')).toBe(0);
  });

  it('holds what the seller got in dollars, and takes it when it is lost; the fee stays with the platform', async () => {
    const sale = await foreignSale(app, shop);
    await deliver(app, shop, sale);
    await released(app, sale.id);
    const ref = await openDispute(app, sale.paymentId);
    const held = await heldIn(app, 'seller_held', sellerId(), 'USD');
    const [dispute] = await disputesOf(app, shop.finance, sale.paymentId);

    await verdict(app, ref, 'lost');

    expect(held).toBe(9_000);
    expect(dispute?.shares[0]).toMatchObject({ amount: { amount: 12_000 }, exposure: { amount: 8_307 } });
    expect(await journals(sale)).toEqual({
      opened: C1,
      lost: [
        'D seller_held 9000 USD',
        'D commission_revenue 1000 USD',
        'D tax_payable 2000 USD',
        'D shipping_revenue 1000 USD',
        ...BACK,
      ],
    });
    expect(await heldIn(app, 'seller_held', sellerId(), 'USD')).toBe(0);
    expect(await heldIn(app, 'seller_receivable', sellerId(), 'EUR')).toBe(0);
  });

  it('that is won changes nothing but the payment, and all of it can be refunded after', async () => {
    const before = await position();
    const sale = await foreignSale(app, shop);
    await deliver(app, shop, sale);
    await released(app, sale.id);
    const ref = await openDispute(app, sale.paymentId);
    await verdict(app, ref, 'won');

    const answer = await refund(app, shop.seller.token, sale, { everything: true });
    await heard(app);

    expect((await journals(sale)).won).toEqual(['D psp_clearing 12000 EUR', 'C dispute_receivable 12000 EUR']);
    expect(answer.body).toMatchObject({ amount: { amount: 12_000, currency: 'EUR' } });
    expect(await position()).toEqual(before);
  });

  it('of a part leaves the rest to a cancellation, to the cent', async () => {
    const before = await Promise.all([position(), netOf(app, 'fx_spread_revenue', 'USD')]);
    const sale = await foreignSale(app, shop);
    const ref = await openDispute(app, sale.paymentId, { amount: 5_000 });

    await refuse(sale);
    await verdict(app, ref, 'lost');

    expect(await counters(sale)).toEqual([{ refunded: 7_000, charged: 5_000, settled: 13_000, paid: 12_000 }]);
    expect(await heldIn(app, 'order_escrow', sale.id, 'USD')).toBe(0);
    expect(await Promise.all([position(), netOf(app, 'fx_spread_revenue', 'USD')])).toEqual(before);
  });

  it('that is won after the cancellation is refunded then', async () => {
    const before = await position();
    const sale = await foreignSale(app, shop);
    const ref = await openDispute(app, sale.paymentId);

    await refuse(sale);
    const waiting = await counters(sale);
    await verdict(app, ref, 'won');

    expect(waiting).toEqual([{ refunded: 0, charged: 12_000, settled: 0, paid: 0 }]);
    expect(await counters(sale)).toEqual([{ refunded: 12_000, charged: 0, settled: 13_000, paid: 12_000 }]);
    expect(await position()).toEqual(before);
  });

  it('that the platform bears leaves the sale as it is (C5), until it is cancelled', async () => {
    const before = await position();
    const loss = await netOf(app, 'chargeback_loss', 'EUR');
    const sale = await foreignSale(app, shop);
    const ref = await openDispute(app, sale.paymentId);
    const [dispute] = await disputesOf(app, shop.finance, sale.paymentId);
    const path = `/v1/disputes/${dispute?.id ?? ''}/liability`;
    const risk = await staff(app, 'risk');
    const borne = await post(app, risk.token, path, { liable: 'platform', feeTo: 'platform' });

    await verdict(app, ref, 'lost');
    const absorbed = await netOf(app, 'chargeback_loss', 'EUR');
    await refuse(sale);
    await heard(app);

    expect(borne.status).toBe(200);
    expect(absorbed - loss).toBe(12_000);
    expect(await journals(sale)).toMatchObject({
      absorbed: ['D chargeback_loss 12000 EUR', 'C dispute_receivable 12000 EUR'],
      reclaimed: [
        'D order_escrow 13000 USD',
        'D fx_spread_revenue 20 USD',
        'C fx_position 13020 USD',
        'D fx_position 12000 EUR',
        'C chargeback_loss 12000 EUR',
      ],
    });
    expect(await position()).toEqual(before);
  });
});
