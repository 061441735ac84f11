import { randomUUID } from 'node:crypto';
import { Clock, fromWire } from '../../../src/kernel/index.js';
import { bearer, startApp, type TestApp } from '../../support/index.js';
import { feeRule, postAt, type FeeRuleBody } from '../../support/world.fees.js';
import { buyer, staff, type Person } from '../../support/world.identity.js';
import { activeListing, categoryAt } from '../../support/world.listings.js';
import { get, placedOrder, post } from '../../support/world.orders.js';
import { activeSeller } from '../../support/world.sellers.js';

const RULES = '/v1/finance/fee-rules';

describe('fee rules', () => {
  let app: TestApp;
  let finance: Person;
  let ada: Person;

  beforeAll(async () => {
    app = await startApp();
    finance = await staff(app, 'finance');
    ada = await buyer(app);
  });

  afterAll(() => app.stop());

  const rules = async (query = 'limit=100'): Promise<FeeRuleBody[]> =>
    (await get<{ data: FeeRuleBody[] }>(app, finance.token, `${RULES}?${query}`)).data;
  const codeOf = ({ status, body }: { status: number; body: unknown }): unknown[] => [
    status,
    (body as { code?: string }).code,
  ];

  it('start with one for everybody: 10 % commission without tax on it', async () => {
    expect(await rules('component=commission')).toEqual([
      expect.objectContaining({ number: 1, component: 'commission', bps: 1_000, taxBps: 0, version: 1 }),
    ]);
  });

  it('charge by category and those below it, by tier and by seller, and an order names the rules it was charged by', async () => {
    const seller = await activeSeller(app, { tier: 'T2' });
    const phone = await activeListing(app, seller, {
      price: 10_000,
      stock: 9,
      fields: {
        categoryId: categoryAt('electronics/phones'),
        attributes: { storageGb: 128, colour: 'blue', isUnlocked: true },
      },
    });
    const electronics = categoryAt('electronics');
    const charged = async (): Promise<unknown> => {
      const order = await placedOrder(app, ada, { variantId: phone.variantId });
      const [row] = await app.sql(
        `select l.commission, l.rule_version from order_lines l join seller_orders s on s.id = l.seller_order_id
          order by s.placed_at desc, s.id desc limit 1`,
      );
      expect(order.totals.total.amount).toBe(10_000);
      return row;
    };

    const byTier = await feeRule(app, finance, { component: 'commission', tier: 'T2', bps: 900 });
    const first = await charged();
    const byCategory = await feeRule(app, finance, { component: 'commission', categoryId: electronics, bps: 800 });
    const second = await charged();
    const scope = { sellerId: seller.sellerId };
    const bySeller = await feeRule(app, finance, { component: 'commission', ...scope, bps: 700 });
    const third = await charged();

    expect([first, second, third]).toEqual([
      { commission: 900, rule_version: `fees ${byTier.number}, terms 1` },
      { commission: 800, rule_version: `fees ${byCategory.number}, terms 1` },
      { commission: 700, rule_version: `fees ${bySeller.number}, terms 1` },
    ]);
  });

  it('are refused when they say nothing, too much or something impossible, and none is added', async () => {
    const unknown = { sellerId: 'sel_01hzy3v9qtf5r8m2k4w6x8y0za', categoryId: 'cat_01hzy3v9qtf5r8m2k4w6x8y0za' };
    const before = await rules();
    const bodies = [
      { component: 'commission' },
      { component: 'commission', bps: 10_001 },
      { component: 'commission', bps: 1, sellerId: unknown.sellerId },
      { component: 'commission', bps: 1, categoryId: unknown.categoryId },
      { component: 'commission', bps: 1, tier: 'T9' },
      { component: 'commission', bps: 1, amounts: [{ currency: 'USD', amount: 1 }] },
      { component: 'commission', bps: 1, amounts: [{ currency: 'USD', floor: 2, cap: 1 }] },
      { component: 'payment_fee', amounts: [{ currency: 'USD', floor: 2 }] },
      { component: 'fixed_fee' },
      { component: 'fixed_fee', bps: 1, amounts: [{ currency: 'USD', amount: 1 }] },
      { component: 'fixed_fee', amounts: [{ currency: 'USD', amount: 1, cap: 1 }] },
      { component: 'listing_fee', amounts: [{ currency: 'USD' }] },
      { component: 'commission', tier: 'T3', bps: 1, validFrom: '2001-01-01T00:00:00Z' },
      {
        ...{ component: 'commission', tier: 'T3', bps: 1 },
        ...{ validFrom: '2199-01-02T00:00:00Z', validUntil: '2199-01-01T00:00:00Z' },
      },
    ];

    const answers = [];
    for (const body of bodies) answers.push(await post(app, finance.token, RULES, body));

    expect(answers.map((answer) => answer.status)).toEqual(bodies.map(() => 422));
    expect(await rules()).toEqual(before);
  });

  it('of one scope never overlap: not when asked twice, and not when fifteen are asked for at once', async () => {
    const seller = await activeSeller(app);
    const asked = { component: 'payment_fee', sellerId: seller.sellerId, bps: 290 };
    const answers = await Promise.all(Array.from({ length: 15 }, () => post(app, finance.token, RULES, asked)));
    const after = await rules();
    const sooner = await post(app, finance.token, RULES, { ...asked, validFrom: '2198-01-01T00:00:00Z' });

    expect(answers.map((each) => each.status).sort()).toEqual([201, ...Array.from({ length: 14 }, () => 409)]);
    expect(codeOf(sooner)).toEqual([409, 'fee_rule_overlaps']);
    expect(await rules()).toEqual(after);
  });

  it('may follow each other: one may begin at the instant the other ends', async () => {
    const seller = await activeSeller(app);
    const scope = { component: 'payment_fee', sellerId: seller.sellerId };
    const turn = '2199-01-01T00:00:00.000Z';

    const first = await feeRule(app, finance, { ...scope, bps: 1, validUntil: turn });
    const second = await feeRule(app, finance, { ...scope, bps: 2, validFrom: turn });

    expect([first.validUntil, second.validFrom]).toEqual([turn, turn]);
  });

  it('are replaced by the one who read them last: once, and the same answer to the same key', async () => {
    const seller = await activeSeller(app);
    const old = await feeRule(app, finance, { component: 'commission', sellerId: seller.sellerId, bps: 500 });
    const path = `${RULES}/${old.id}/replacement`;
    const key = randomUUID();

    const unread = await app.http.post(path).set(bearer(finance.token)).send({ bps: 400 });
    const terms = { bps: 400, taxBps: 2_000, isKept: true };
    const first = await postAt(app, finance.token, path, 1, terms, key);
    const again = await postAt(app, finance.token, path, 1, terms, key);
    const late = await postAt(app, finance.token, path, 1, { bps: 300 });

    expect(unread.status).toBe(428);
    expect([first.status, again.body]).toEqual([201, first.body]);
    expect(first.body).toMatchObject({
      component: 'commission',
      bps: 400,
      taxBps: 2_000,
      replaces: old.id,
      version: 1,
    });
    expect(codeOf(late)).toEqual([412, 'stale_version']);
    const ended = await get<FeeRuleBody>(app, finance.token, `${RULES}/${old.id}`);
    expect(ended).toMatchObject({
      bps: 500,
      isKept: false,
      validUntil: (first.body as FeeRuleBody).validFrom,
      version: 2,
    });
  });

  it('are replaced once when ten people try at once', async () => {
    const seller = await activeSeller(app);
    const old = await feeRule(app, finance, { component: 'commission', sellerId: seller.sellerId, bps: 500 });
    const before = (await rules()).length;

    const answers = await Promise.all(
      Array.from({ length: 10 }, (_, i) =>
        postAt(app, finance.token, `${RULES}/${old.id}/replacement`, 1, { bps: 100 + i }),
      ),
    );

    expect(answers.filter((each) => each.status === 201)).toHaveLength(1);
    expect(answers.filter((each) => each.status === 412)).toHaveLength(9);
    expect(await rules()).toHaveLength(before + 1);
  });

  it('end when finance says so, also before they begin; over is over', async () => {
    const seller = await activeSeller(app);
    const scope = { component: 'commission', sellerId: seller.sellerId };
    const planned = await feeRule(app, finance, { ...scope, bps: 500, validFrom: '2199-01-01T00:00:00.000Z' });
    const path = `${RULES}/${planned.id}/end`;

    const stale = await postAt(app, finance.token, path, 7, {});
    const ended = await postAt(app, finance.token, path, 1, {});
    const twice = await postAt(app, finance.token, path, 2, {});

    expect(stale.status).toBe(412);
    expect([ended.status, ended.body]).toEqual([200, expect.objectContaining({ validUntil: planned.validFrom })]);
    expect(codeOf(twice)).toEqual([409, 'fee_rule_ended']);
    expect((await feeRule(app, finance, { ...scope, bps: 400 })).bps).toBe(400);
  });

  it('take over on their day: orders before it are charged by the old one, orders after it by the new one', async () => {
    const seller = await activeSeller(app);
    const { variantId } = await activeListing(app, seller, { price: 10_000, stock: 9 });
    const old = await feeRule(app, finance, { component: 'commission', sellerId: seller.sellerId, bps: 500 });
    const validFrom = new Date(app.get(Clock).now().getTime() + 86_400_000).toISOString();
    const path = `${RULES}/${old.id}/replacement`;
    expect((await postAt(app, finance.token, path, 1, { bps: 400, validFrom })).status).toBe(201);

    const before = await placedOrder(app, ada, { variantId });
    await app.advance('P1D');
    const after = await placedOrder(app, ada, { variantId });

    const commissions = await app.sql<{ commission: number }>(
      `select commission_total::int as commission from seller_orders where order_id = any($1) order by placed_at`,
      [[before, after].map(({ id }) => fromWire('ord', id))],
    );
    expect(commissions.map(({ commission }) => commission)).toEqual([500, 400]);
  });

  it('may be replaced while orders are placed: every order is charged by one of them and can be explained', async () => {
    const seller = await activeSeller(app);
    const { variantId } = await activeListing(app, seller, { price: 9_999, stock: 50 });
    let current = await feeRule(app, finance, { component: 'commission', sellerId: seller.sellerId, bps: 1_000 });
    const replaceFiveTimes = async (): Promise<void> => {
      for (let i = 1; i <= 5; i += 1) {
        const answer = await postAt(app, finance.token, `${RULES}/${current.id}/replacement`, 1, { bps: 1_000 + i });
        expect(answer.status).toBe(201);
        current = answer.body as FeeRuleBody;
      }
    };
    const people = await Promise.all(Array.from({ length: 20 }, () => buyer(app)));

    const [orders] = await Promise.all([
      Promise.all(people.map((person) => placedOrder(app, person, { variantId }))),
      replaceFiveTimes(),
    ]);

    for (const { sellerOrders } of orders) {
      const path = `/v1/seller-orders/${sellerOrders[0]?.id ?? ''}/fees`;
      const explained = await get<{ isReproduced: boolean; total: { commission: { amount: number } } }>(
        app,
        finance.token,
        path,
      );
      expect(explained.isReproduced).toBe(true);
      // 9999 at 10.00 % to 10.05 %
      expect([1_000, 1_001, 1_002, 1_003, 1_004, 1_005]).toContain(explained.total.commission.amount);
    }
  });

  it('are never changed and never deleted, by nobody', async () => {
    const change = app.sql(`update fee_rules set bps = 1 where number = 1`);
    const removal = app.sql(`delete from fee_rules where number = 1`);

    await expect(change).rejects.toThrow('never changed');
    await expect(removal).rejects.toThrow('never changed');
    expect((await rules('component=commission')).at(-1)).toMatchObject({ number: 1, bps: 1_000 });
  });

  it('are not for buyers, and unknown ones are not found', async () => {
    const asked = await app.http.get(RULES).set(bearer(ada.token));
    const made = await post(app, ada.token, RULES, { component: 'commission', bps: 0 });
    const nowhere = await app.http.get(`${RULES}/rul_01hzy3v9qtf5r8m2k4w6x8y0za`).set(bearer(finance.token));

    expect([asked.status, made.status, nowhere.status]).toEqual([403, 403, 404]);
  });
});
