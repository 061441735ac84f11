import { fromWire } from '../../../src/kernel/index.js';
import { bearer, startApp, type TestApp } from '../../support/index.js';
import { feeRule, postAt, saleTerms } from '../../support/world.fees.js';
import { buyer, staff, type Person } from '../../support/world.identity.js';
import { activeListing, categoryAt } from '../../support/world.listings.js';
import { get, placedOrder, post } from '../../support/world.orders.js';
import { activeSeller, type ActiveSeller } from '../../support/world.sellers.js';

interface Explanation {
  readonly isReproduced: boolean | null;
  readonly lines: readonly { fees: Record<string, { amount: number }>; ruleVersion: string }[];
  readonly sheets: readonly { component: string; rule: number; steps: readonly object[] }[];
  readonly total: Record<string, { amount: number }>;
}

const SIMULATION = '/v1/finance/fees/simulation';

describe('explaining fees', () => {
  let app: TestApp;
  let finance: Person;
  let ada: Person;
  let seller: ActiveSeller;

  beforeAll(async () => {
    app = await startApp();
    [finance, ada, seller] = await Promise.all([staff(app, 'finance'), buyer(app), activeSeller(app, { tier: 'T1' })]);
  });

  afterAll(() => app.stop());

  it('computes an order’s fees again from what was frozen, after every rule has been replaced', async () => {
    const scope = { sellerId: seller.sellerId };
    const rules = [
      await feeRule(app, finance, {
        ...{ component: 'commission', ...scope, bps: 1_234, taxBps: 1_900 },
        amounts: [{ currency: 'USD', cap: 1_000 }],
      }),
      await feeRule(app, finance, { component: 'fixed_fee', ...scope, amounts: [{ currency: 'USD', amount: 25 }] }),
      await feeRule(app, finance, { component: 'payment_fee', ...scope, bps: 290, taxBps: 1_900 }),
    ];
    await saleTerms(app, finance, seller.sellerId, 2_000, 'seller');
    const [kettle, lamp] = [
      await activeListing(app, seller, { price: 3_333, stock: 9, shipping: 100 }),
      await activeListing(app, seller, { price: 1_111, stock: 9 }),
    ];
    const lines = [
      { variantId: kettle.variantId, quantity: 2 },
      { variantId: lamp.variantId, quantity: 3 },
    ];
    const [{ id } = { id: '' }] = (await placedOrder(app, ada, ...lines)).sellerOrders;
    const before = await get<Explanation>(app, seller.token, `/v1/seller-orders/${id}/fees`);
    for (const { id: ruleId, component } of rules) {
      const terms = component === 'fixed_fee' ? { amounts: [{ currency: 'USD', amount: 1 }] } : { bps: 1 };
      const answer = await postAt(app, finance.token, `/v1/finance/fee-rules/${ruleId}/replacement`, 1, terms);
      expect(answer.status).toBe(201);
    }

    const after = await get<Explanation>(app, finance.token, `/v1/seller-orders/${id}/fees`);

    expect(after).toEqual(before);
    expect(after.isReproduced).toBe(true);
    // goods 66.66 + 33.33 = 99.99; 12.34 % is 12.338766, capped at 10.00; its tax 1.90
    // payment: 2.9 % of 99.99 + 20.00 tax + 2.00 shipping = 3.53771; its tax 0.6726
    expect(after.total).toMatchObject({
      commission: { amount: 1_000 },
      fixedFee: { amount: 125 },
      paymentFee: { amount: 354 },
      feeTax: { amount: 190 + 67 },
    });
    expect(after.sheets.map(({ component, rule }) => [component, rule])).toEqual(
      rules.map(({ component, number }) => [component, number]),
    );
    expect(after.sheets[0]?.steps).toEqual([
      { step: 'rate', detail: '9999 × 1234 / 10000 = 1233.8766, half up: 1234', amounts: [1_234] },
      { step: 'cap', detail: 'at most 1000', amounts: [1_000] },
      { step: 'split', detail: '1000 by largest remainder over 6666, 3333', amounts: [667, 333] },
      { step: 'tax', detail: '1000 × 1900 / 10000 = 190.0000, half up: 190', amounts: [190] },
      { step: 'tax_split', detail: '190 by largest remainder over 667, 333', amounts: [127, 63] },
    ]);
  });

  it('is for the seller of the order and for finance; to another seller the order does not exist', async () => {
    const other = await activeSeller(app);
    const { variantId } = await activeListing(app, seller, { stock: 1 });
    const [{ id } = { id: '' }] = (await placedOrder(app, ada, { variantId })).sellerOrders;
    const path = `/v1/seller-orders/${id}/fees`;

    const asked = [other.token, ada.token, seller.apiKey, finance.token];
    const answers = [];
    for (const token of asked) answers.push((await app.http.get(path).set(bearer(token))).status);

    expect(answers).toEqual([404, 403, 200, 200]);
  });

  it('says that it cannot, where an order did not keep what it was computed from', async () => {
    const { variantId } = await activeListing(app, seller, { stock: 1 });
    const [{ id } = { id: '' }] = (await placedOrder(app, ada, { variantId })).sellerOrders;
    await app.sql('update order_lines set fee_basis = null where seller_order_id = $1', [fromWire('sor', id)]);

    const explained = await get<Explanation>(app, seller.token, `/v1/seller-orders/${id}/fees`);

    expect(explained).toMatchObject({ isReproduced: null, sheets: [] });
    expect(explained.total.commission?.amount).toBeGreaterThan(0);
  });

  it('charges hypothetical lines as it would charge an order, and says why not by the other rules', async () => {
    const shop = await activeSeller(app, { tier: 'T0' });
    const general = await feeRule(app, finance, { component: 'commission', tier: 'T3', bps: 1_500 });
    const own = await feeRule(app, finance, {
      ...{ component: 'commission', sellerId: shop.sellerId, bps: 500, validFrom: '2199-01-01T00:00:00.000Z' },
    });
    const amounts = [{ currency: 'USD', amount: 200 }];
    const listing = { component: 'listing_fee', sellerId: shop.sellerId, taxBps: 1_900, amounts };
    const { number } = await feeRule(app, finance, listing);
    const line = { categoryId: categoryAt('other'), quantity: 1, unitPrice: 10_000, shipping: 1_000 };
    const body = { sellerId: shop.sellerId, currency: 'USD', lines: [{ ...line, sellerDiscount: 1_500 }] };

    const now = await post(app, finance.token, SIMULATION, body);
    const asT3 = await post(app, finance.token, SIMULATION, { ...body, tier: 'T3' });
    const later = await post(app, finance.token, SIMULATION, { ...body, at: '2199-01-01T00:00:00.000Z' });

    const commissions = [now, asT3, later].map(({ body: { lines } }) => lines[0].fees.commission.amount);
    expect(commissions).toEqual([850, 1_275, 425]);
    expect(now.body.lines[0]).toMatchObject({ sellerNet: { amount: 8_500 - 850 + 1_000 }, tax: { amount: 0 } });
    expect(now.body.lines[0].listingFee).toMatchObject({ fee: { amount: 200 }, tax: { amount: 38 }, rule: number });
    const [weighed] = now.body.lines[0].components;
    expect(weighed).toMatchObject({ component: 'commission', rule: 1 });
    expect(weighed.candidates).toEqual(
      expect.arrayContaining([
        { ruleId: own.id, rule: own.number, mismatch: 'not_yet_in_force' },
        { ruleId: general.id, rule: general.number, mismatch: 'other_tier' },
        { ruleId: expect.any(String), rule: 1 },
      ]),
    );
    expect(now.body.sheets[0].steps[0].detail).toBe('8500 × 1000 / 10000 = 850.0000, half up: 850');
  });

  it('refuses to simulate what cannot be sold, and is not for sellers', async () => {
    const line = { categoryId: categoryAt('other'), quantity: 1, unitPrice: 100, sellerDiscount: 101 };
    const body = { sellerId: seller.sellerId, currency: 'USD', lines: [line] };

    const [impossible, forbidden] = [
      await post(app, finance.token, SIMULATION, body),
      await post(app, seller.token, SIMULATION, body),
    ];

    expect([impossible.status, forbidden.status]).toEqual([422, 403]);
  });
});
