import { randomUUID } from 'node:crypto';
import { startApp, type TestApp } from '../../support/index.js';
import { buyer, staff, type Person } from '../../support/world.identity.js';
import { get, post } from '../../support/world.orders.js';
import { deliveredSale, openShop, released, type Shop } from '../../support/world.refunds.js';
import { openDispute } from '../../support/world.disputes.js';
import { balance, idOf, payouts, runPayouts, settled } from '../settlement/settlement-app.js';

const PATH = '/v1/risk/seller-holds';

describe('a hold of a seller’s money', () => {
  let app: TestApp;
  let risk: Person;

  beforeAll(async () => {
    app = await startApp();
    risk = await staff(app, 'risk');
  });
  afterAll(() => app.stop());

  /** A seller with 90.00 available. */
  async function funded(): Promise<Shop> {
    const shop = await openShop(app);
    await earned(shop);
    return shop;
  }

  async function earned(shop: Shop): Promise<void> {
    await released(app, (await deliveredSale(app, shop)).id);
  }

  const place = ({ seller }: Shop, fields: object = {}, key = randomUUID()) => {
    const body = { sellerId: seller.sellerId, currency: 'USD', reason: 'investigation', ...fields };
    return post(app, risk.token, PATH, body, key);
  };
  const lift = (id: string) => post(app, risk.token, `${PATH}/${id}/lifting`, { reason: 'All is well.' });
  const in_ = (duration: number): string => new Date(Date.parse(nowOf) + duration).toISOString();
  let nowOf = '';
  const readClock = async (): Promise<void> => {
    nowOf = (await get<{ now: string }>(app, risk.token, '/v1/sandbox/clock')).now;
  };
  const journals = async (id: string) =>
    app.sql<{ kind: string; lines: string[] }>(
      `select split_part(j.kind, ':', 1) as kind,
              array_agg(e.side || ' ' || a.type_code || ' ' || e.amount order by e.line) as lines
         from ledger.journal j join ledger.entry e on e.journal_id = j.id join ledger.account a on a.id = e.account_id
        where j.source_type = 'funds_hold'
          and j.source_id = (select id::text from seller_holds where source_type = 'staff' and seller_id = $1
                              order by id desc limit 1) group by j.id order by j.id`,
      [id],
    );

  it('stops an amount, tells the seller why and until when, and gives it back when lifted (H3, H4)', async () => {
    const shop = await funded();
    await readClock();
    const expiresAt = in_(86_400_000);

    const placed = await place(shop, { amount: 4_000, expiresAt, note: 'Two cards, one address.' });
    const during = await app.http
      .get(`/v1/sellers/${shop.seller.sellerId}/balance`)
      .set('Authorization', `Bearer ${shop.seller.token}`);
    const lifted = await lift(placed.body.id);

    expect([placed.status, placed.body]).toMatchObject([
      201,
      { state: 'active', held: { amount: 4_000 }, shortfall: { amount: 0 }, note: 'Two cards, one address.' },
    ]);
    expect(during.body.balances[0]).toMatchObject({
      available: { amount: 5_000 },
      held: { amount: 4_000 },
      blockedBy: [{ reason: 'investigation', held: { amount: 4_000 }, expectedReleaseAt: expiresAt }],
    });
    expect(during.text).not.toContain('Two cards');
    expect([lifted.status, lifted.body.state]).toEqual([200, 'lifted']);
    expect(await journals(idOf(shop.seller))).toEqual([
      { kind: 'placed', lines: ['D seller_available 4000', 'C seller_held 4000'] },
      { kind: 'lifted', lines: ['D seller_held 4000', 'C seller_available 4000'] },
    ]);
    expect(await balance(app, shop.seller)).toMatchObject({ available: 9_000, held: 0 });
  });

  it('takes what there is and never more, and the rest before money can leave', async () => {
    const shop = await funded();

    const placed = await place(shop, { amount: 12_000 });
    await earned(shop);
    const old = `update seller_payout_accounts set changed_at = changed_at - interval '72 hours' where seller_id = $1`;
    await app.sql(old, [idOf(shop.seller)]);
    await runPayouts(app);
    await settled(app);

    expect(placed.body).toMatchObject({ held: { amount: 9_000 }, shortfall: { amount: 3_000 } });
    expect(await balance(app, shop.seller)).toMatchObject({ held: 12_000, available: 0 });
    expect(await payouts(app, shop.seller)).toMatchObject([{ amount: { amount: 6_000 } }]);
  });

  it('of everything lets nothing leave until it is lifted', async () => {
    const shop = await funded();
    const old = `update seller_payout_accounts set changed_at = changed_at - interval '72 hours' where seller_id = $1`;
    await app.sql(old, [idOf(shop.seller)]);

    const placed = await place(shop);
    await earned(shop);
    await runPayouts(app);
    const during = [await balance(app, shop.seller), await payouts(app, shop.seller)];
    await lift(placed.body.id);

    expect(placed.body).toMatchObject({ requested: null, shortfall: null, held: { amount: 9_000 } });
    expect(during).toMatchObject([{ held: 18_000, available: 0 }, []]);
    expect(await balance(app, shop.seller)).toMatchObject({ held: 0, available: 18_000 });
  });

  it('ends by itself when its time is over', async () => {
    const shop = await funded();
    await readClock();
    const placed = await place(shop, { amount: 9_000, expiresAt: in_(3_600_000) });

    await app.advance('PT59M');
    const before = await balance(app, shop.seller);
    await app.advance('PT2M');

    expect(before).toMatchObject({ held: 9_000 });
    expect(await balance(app, shop.seller)).toMatchObject({ held: 0, available: 9_000 });
    const ended = await get<{ state: string }>(app, risk.token, `${PATH}/${String(placed.body.id)}`);
    expect(ended.state).toBe('lifted');
  });

  it('is placed once under its key, and lifted once', async () => {
    const shop = await funded();

    const key = randomUUID();
    const answers = await Promise.all([1, 2, 3].map(() => place(shop, { amount: 1_000 }, key)));
    const { id } = (await place(shop, { amount: 1_000 }, key)).body as { id: string };
    const lifts = await Promise.all([lift(id), lift(id), lift(id)]);

    expect(new Set(answers.filter(({ status }) => status === 201).map(({ body }) => body.id))).toEqual(new Set([id]));
    expect(lifts.map(({ status }) => status).sort()).toEqual([200, 409, 409]);
    expect(await balance(app, shop.seller)).toMatchObject({ held: 0, available: 9_000 });
  });

  it('of a chargeback is lifted by its end only', async () => {
    const shop = await openShop(app);
    const sale = await deliveredSale(app, shop);
    await released(app, sale.id);
    await openDispute(app, sale.paymentId);
    const { data } = await get<{ data: { id: string; reason: string; allowedActions: object[] }[] }>(
      app,
      risk.token,
      `${PATH}?sellerId=${shop.seller.sellerId}`,
    );

    const answer = await lift(data[0]?.id ?? '');

    expect(data).toMatchObject([
      { reason: 'chargeback', allowedActions: [{ action: 'lift', allowed: false, reason: 'hold_of_chargeback' }] },
    ]);
    expect([answer.status, answer.body.code]).toEqual([409, 'hold_of_chargeback']);
    expect(await balance(app, shop.seller)).toMatchObject({ held: 9_000, available: 0 });
  });

  it('does not last longer than the law of the seller’s country allows, and nothing is held then', async () => {
    const shop = await funded();
    await readClock();

    const beyond = await place(shop, { amount: 1_000, expiresAt: in_(90 * 86_400_000 + 3_600_000) });
    const after = await balance(app, shop.seller);
    const within = await place(shop, { amount: 1_000, expiresAt: in_(90 * 86_400_000) });

    expect([beyond.status, beyond.body.code]).toEqual([409, 'hold_beyond_legal_cap']);
    expect(after).toMatchObject({ held: 0, available: 9_000 });
    expect(within.status).toBe(201);
  });

  it('wakes somebody at four fifths of what the law allows, also when a chargeback holds it', async () => {
    const [shop, disputed, young] = [await funded(), await openShop(app), await funded()];
    const { id } = (await place(shop, { amount: 4_000 })).body as { id: string };
    await place(young, { amount: 4_000 });
    const sale = await deliveredSale(app, disputed);
    await released(app, sale.id);
    await openDispute(app, sale.paymentId);
    const old = `update seller_holds set created_at = created_at - $2 * interval '1 hour' where seller_id = any($1)`;
    const both = [idOf(shop.seller), idOf(disputed.seller)];
    const near = async (): Promise<object[]> =>
      (await get<{ data: object[] }>(app, risk.token, `${PATH}?isNearLegalCap=true&limit=100`)).data;
    const counted = async (): Promise<string | undefined> => {
      await app.advance('PT1H');
      return /^souk_seller_holds_near_legal_cap (\d+)$/m.exec((await app.http.get('/metrics')).text)?.[1];
    };

    await app.sql(old, [both, 71 * 24]);
    const early = [await near(), await counted()];
    await app.sql(old, [both, 24]);
    const late = [await near(), await counted()];
    await lift(id);

    expect(early).toEqual([[], '0']);
    expect(late).toMatchObject([
      [
        { sellerId: disputed.seller.sellerId, reason: 'chargeback', held: { amount: 9_000 } },
        { sellerId: shop.seller.sellerId, reason: 'investigation', held: { amount: 4_000 } },
      ],
      '2',
    ]);
    expect([await near(), await counted()]).toMatchObject([[{ reason: 'chargeback' }], '1']);
  });

  it('is refused for the past, for nobody and by strangers, and nothing changes', async () => {
    const shop = await funded();
    const stranger = await buyer(app);

    const past = await place(shop, { amount: 1_000, expiresAt: '2020-01-01T00:00:00Z' });
    const nobody = await place(shop, { sellerId: `sel_${'0'.repeat(26)}` });
    const nothing = await place(shop, { amount: 0 });
    const notStaff = await post(app, stranger.token, PATH, { sellerId: shop.seller.sellerId });

    expect([past, nobody, nothing, notStaff].map(({ status }) => status)).toEqual([422, 404, 422, 403]);
    expect(await balance(app, shop.seller)).toMatchObject({ held: 0, available: 9_000 });
  });
});
