import { startApp, type TestApp } from '../../support/index.js';
import { disputeJournals, disputesOf, heard, openDispute, takes, verdict } from '../../support/world.disputes.js';
import { post } from '../../support/world.orders.js';
import { expectWorldMatch } from '../../support/world.payments.js';
import {
  deliveredSale,
  held,
  openShop,
  paidSale,
  released,
  type Sale,
  type Shop,
} from '../../support/world.refunds.js';
import { balance } from '../settlement/settlement-app.js';

describe('a chargeback of which the bank takes another amount than at first', () => {
  let app: TestApp;
  let shop: Shop;

  beforeAll(async () => {
    app = await startApp();
  });
  beforeEach(async () => {
    shop = await openShop(app);
  });
  afterEach(async () => {
    await expectWorldMatch(app);
    await app.checkInvariants();
  });
  afterAll(() => app.stop());

  async function releasedSale(): Promise<Sale> {
    const sale = await deliveredSale(app, shop);
    await released(app, sale.id);
    return sale;
  }
  const seen = async ({ paymentId }: Sale) => {
    const [{ amount, shares } = {}] = await disputesOf(app, shop.finance, paymentId);
    return { amount: amount?.amount, share: shares?.[0]?.amount.amount, exposure: shares?.[0]?.exposure.amount };
  };

  it('takes and holds more when it is raised, and that is lost (C1, H3, C3)', async () => {
    const sale = await releasedSale();
    const ref = await openDispute(app, sale.paymentId, { amount: 5_000 });
    const first = await seen(sale);

    await takes(app, ref, 13_000);
    const raised = [await seen(sale), await balance(app, shop.seller)];
    await verdict(app, ref, 'lost');

    expect(first).toEqual({ amount: 5_000, share: 5_000, exposure: 3_462 });
    expect(raised).toMatchObject([
      { amount: 13_000, share: 13_000, exposure: 9_000 },
      { available: 0, held: 9_000 },
    ]);
    expect(await disputeJournals(app, sale.paymentId)).toEqual([
      ['opened', ['D dispute_receivable 5000', 'D dispute_fee_expense 1500', 'C psp_clearing 6500']],
      ['placed', ['D seller_available 3462', 'C seller_held 3462']],
      ['amount', ['D dispute_receivable 8000', 'C psp_clearing 8000']],
      ['added', ['D seller_available 5538', 'C seller_held 5538']],
      [
        'lost',
        [
          'D seller_held 9000',
          'D commission_revenue 1000',
          'D tax_payable 2000',
          'D shipping_revenue 1000',
          'C dispute_receivable 13000',
        ],
      ],
      ['fee_passed', ['D seller_receivable 1500', 'C dispute_fee_expense 1500']],
    ]);
  });

  it('gives back what is too much when it is lowered, and the rest when it is won (C2, H4)', async () => {
    const sale = await releasedSale();
    const ref = await openDispute(app, sale.paymentId);

    await takes(app, ref, 5_000);
    const less = [await seen(sale), await balance(app, shop.seller)];
    await takes(app, ref, 5_000);
    await verdict(app, ref, 'won');

    expect(less).toMatchObject([
      { amount: 5_000, share: 5_000, exposure: 3_462 },
      { available: 5_538, held: 3_462 },
    ]);
    expect((await disputeJournals(app, sale.paymentId)).slice(2)).toEqual([
      ['amount', ['C dispute_receivable 8000', 'D psp_clearing 8000']],
      ['lowered', ['D seller_held 5538', 'C seller_available 5538']],
      ['won', ['D psp_clearing 5000', 'C dispute_receivable 5000']],
      ['lifted', ['D seller_held 3462', 'C seller_available 3462']],
    ]);
    expect(await balance(app, shop.seller)).toMatchObject({ available: 9_000, held: 0 });
  });

  it('goes up and down as often as the bank likes', async () => {
    const sale = await releasedSale();
    const ref = await openDispute(app, sale.paymentId, { amount: 5_000 });

    for (const amount of [13_000, 5_000, 13_000, 2_600]) await takes(app, ref, amount);

    expect(await held(app, 'dispute_receivable', await disputeId(sale))).toBe(2_600);
    expect(await balance(app, shop.seller)).toMatchObject({ available: 7_200, held: 1_800 });
  });

  it('refunds what comes back of a sale that was cancelled meanwhile', async () => {
    const sale = await paidSale(app, shop);
    const ref = await openDispute(app, sale.paymentId);
    const path = `/v1/seller-orders/${sale.sellerOrderId}/refusal`;
    await post(app, shop.seller.token, path, { reason: 'out_of_stock' });
    await heard(app);

    await takes(app, ref, 5_000);
    const during = await held(app, 'order_escrow', sale.id);
    await verdict(app, ref, 'won');
    await heard(app);

    expect(during).toBe(5_000);
    expect(await held(app, 'order_escrow', sale.id)).toBe(0);
  });

  async function disputeId({ paymentId }: Sale): Promise<string> {
    const [row] = await app.sql<{ id: string }>(
      `select c.id from chargebacks c join payments p on p.id = c.payment_id order by c.id desc limit 1`,
    );
    return row?.id ?? paymentId;
  }
});
