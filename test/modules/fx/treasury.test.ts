import { randomUUID } from 'node:crypto';
import { Clock } from '../../../src/kernel/index.js';
import { FxJobs } from '../../../src/modules/fx/fx.jobs.js';
import { FxMetrics } from '../../../src/modules/fx/fx.metrics.js';
import { PositionsRepository } from '../../../src/modules/fx/positions.repository.js';
import { QuotesRepository } from '../../../src/modules/fx/quotes.repository.js';
import { startApp, type TestApp } from '../../support/index.js';
import { foreignSale, foreignShop, netOf, positionOf, type ForeignShop } from '../../support/world.fx.js';
import { get, post } from '../../support/world.orders.js';
import { deliver } from '../../support/world.refunds.js';

const EUR = (amount: number) => ({ amount, currency: 'EUR' });
const USD = (amount: number) => ({ amount, currency: 'USD' });

describe('what treasury converts', () => {
  let app: TestApp;
  let shop: ForeignShop;

  beforeAll(async () => {
    app = await startApp();
    shop = await foreignShop(app);
  });
  afterAll(() => app.stop());

  const deal = (sold: object, received: object, key = randomUUID(), bankReference: string = randomUUID()) =>
    post(app, shop.finance.token, '/v1/finance/fx/deals', { sold, received, bankReference }, key);
  const position = () => positionOf(app, shop, 'EUR-USD');
  const overdue = () => get<{ data: object[] }>(app, shop.finance.token, '/v1/finance/clearing?account=fx_position');

  it('closes the position of 120.00 EUR for 130.10 USD, and realises the loss of 0.10 (F3)', async () => {
    await deliver(app, shop, await foreignSale(app, shop));
    const open = await position();
    await app.advance('P8D');
    const late = await overdue();
    const jobs = new FxJobs(app.get(PositionsRepository), app.get(QuotesRepository), app.get(FxMetrics));
    await jobs.watch(app.get(Clock).now());
    const { text } = await app.http.get('/metrics').expect(200);
    const key = randomUUID();
    const reference = randomUUID();

    const answer = await deal(EUR(12_000), USD(13_010), key, reference);
    const again = await deal(EUR(12_000), USD(13_010), key, reference);
    const known = await deal(EUR(1), USD(1), randomUUID(), reference);

    expect(open).toEqual([-12_000, 13_020]);
    expect(late.data).toHaveLength(2);
    expect(text).toContain('souk_fx_position_minor{pair="EUR-USD",currency="EUR"} -12000');
    expect(answer.status).toBe(201);
    expect(answer.body).toMatchObject({
      ...{ sold: EUR(12_000), received: USD(13_010), expected: USD(13_020) },
      difference: USD(-10),
      bankReference: reference,
    });
    expect(again.body).toEqual(answer.body);
    expect(known.status).toBe(409);
    const journals = await app.sql(
      `select array_agg(e.side || ' ' || a.type_code || ' ' || e.amount || ' ' || e.currency order by e.line) as lines
         from ledger.journal j join ledger.entry e on e.journal_id = j.id join ledger.account a on a.id = e.account_id
        where j.source_type = 'fx_deal' group by j.id`,
    );
    expect(journals).toEqual([
      {
        lines: [
          'D fx_position 12000 EUR',
          'D bank_client 13010 USD',
          'D fx_gain_loss 10 USD',
          'C bank_client 12000 EUR',
          'C fx_position 13010 USD',
          'C fx_position 10 USD',
        ],
      },
    ]);
    expect(await position()).toEqual([0, 0]);
    expect((await overdue()).data).toEqual([]);
    expect(await app.sql('select * from ledger.coverage() where assets < liabilities')).toEqual([]);
  });

  it('may be done in parts; each realises its part', async () => {
    const loss = await netOf(app, 'fx_gain_loss', 'USD');
    await foreignSale(app, shop);

    const first = await deal(EUR(5_000), USD(5_430));
    const tooMuch = await deal(EUR(7_001), USD(7_700));
    const wrongWay = await deal(USD(100), EUR(90));
    const second = await deal(EUR(7_000), USD(7_600));

    expect(first.body).toMatchObject({ expected: USD(5_425), difference: USD(5) });
    expect([tooMuch.body.code, wrongWay.body.code]).toEqual(['fx_position_smaller', 'fx_position_smaller']);
    expect(second.body).toMatchObject({ expected: USD(7_595), difference: USD(5) });
    expect(await position()).toEqual([0, 0]);
    expect(await netOf(app, 'fx_gain_loss', 'USD')).toBe(loss - 10);
  });

  it('is turned round by a refund of what was dealt', async () => {
    const sale = await foreignSale(app, shop);
    await deal(EUR(12_000), USD(13_020));
    const path = `/v1/seller-orders/${sale.sellerOrderId}/refusal`;
    await post(app, shop.seller.token, path, { reason: 'out_of_stock' });
    await app.drain();
    const open = await position();

    const answer = await deal(USD(13_020), EUR(11_900));

    expect(open).toEqual([12_000, -13_020]);
    expect(answer.body).toMatchObject({ expected: EUR(12_000), difference: EUR(-100) });
    expect(await position()).toEqual([0, 0]);
  });

  it('is never sold twice by deals at the same time', async () => {
    await foreignSale(app, shop);

    const answers = await Promise.all([1, 2, 3].map(() => deal(EUR(12_000), USD(13_000))));

    expect(answers.map(({ status }) => status).sort()).toEqual([201, 409, 409]);
    expect(await position()).toEqual([0, 0]);
  });

  it.each([
    { sold: EUR(0), received: USD(1) },
    { sold: EUR(1), received: EUR(1) },
    { sold: { amount: 1, currency: 'XXX' }, received: USD(1) },
  ])('is not $sold for $received', async ({ sold, received }) => {
    const before = await app.sql('select count(*)::int as n from fx_deals');

    expect((await deal(sold, received)).status).toBe(422);
    expect(await app.sql('select count(*)::int as n from fx_deals')).toEqual(before);
  });

  it('is listed, the latest first, for finance alone', async () => {
    const { data } = await get<{ data: { id: string }[] }>(app, shop.finance.token, '/v1/finance/fx/deals?limit=2');
    const stranger = await app.http.get('/v1/finance/fx/deals').set({ Authorization: `Bearer ${shop.ada.token}` });

    expect(data).toHaveLength(2);
    expect(data.map(({ id }) => id)).toEqual([...data.map(({ id }) => id)].sort().reverse());
    expect(stranger.status).toBe(403);
  });
});
