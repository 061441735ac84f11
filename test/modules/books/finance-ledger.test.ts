import { randomUUID } from 'node:crypto';
import { fromWire, toWire } from '../../../src/kernel/index.js';
import { credit, debit } from '../../../src/modules/ledger/index.js';
import { bearer, type TestApp } from '../../support/index.js';
import { funding, journal, post, sealAll, someone, startLedger, usd } from '../ledger/ledger-app.js';

let app: TestApp;

beforeAll(async () => {
  app = await startLedger();
});
afterAll(() => app.stop());

const refs = {
  source: randomUUID(),
  orderId: randomUUID(),
  sellerId: randomUUID(),
  paymentId: randomUUID(),
  payoutId: randomUUID(),
};
type Refs = typeof refs;

const read = (path: string, token = 'finance') => app.http.get(path).set(bearer(token));

describe('finance', () => {
  it('reads a trial balance that adds up, with rolled-up and fresh platform-wide entries', async () => {
    const seller = someone();
    await post(app, funding(seller, usd(500)));
    await app.sql('select ledger.roll_up()');
    await post(app, funding(seller, usd(70)));

    const answer = await read('/v1/finance/trial-balance').expect(200);

    expect(answer.body).toMatchObject({
      isBalanced: true,
      currencies: [
        {
          currency: 'USD',
          debit: 570,
          credit: 570,
          difference: 0,
          accounts: [
            { account: 'psp_clearing', class: 'asset', owner: null, debit: 570, credit: 0 },
            { account: 'seller_available', class: 'liability', debit: 0, credit: 570 },
          ],
        },
      ],
    });
  });

  it('exports the trial balance with the head of the seals', async () => {
    await sealAll(app);

    const { body } = await read('/v1/finance/trial-balance').expect(200);
    const csv = await read('/v1/finance/trial-balance.csv')
      .expect(200)
      .expect('content-type', /^text\/csv/);
    const lines = await read('/v1/finance/trial-balance.jsonl').expect(200).buffer(true);

    const { hash } = body.seal as { hash: string };
    expect(hash).toMatch(/^[0-9a-f]{64}$/);
    expect(csv.text.split('\r\n')).toEqual([
      'currency,class,account,owner,debit,credit,seal',
      `USD,asset,psp_clearing,,570,0,${hash}`,
      `USD,liability,seller_available,,0,570,${hash}`,
      '',
    ]);
    expect(
      lines.text
        .trim()
        .split('\n')
        .map((line) => JSON.parse(line) as object),
    ).toEqual([
      { currency: 'USD', class: 'asset', account: 'psp_clearing', owner: null, debit: 570, credit: 0 },
      { currency: 'USD', class: 'liability', account: 'seller_available', owner: null, debit: 0, credit: 570 },
      { asOf: expect.any(String), seal: body.seal },
    ]);
  });

  it('reads an account and pages through its entries, newest first', async () => {
    const seller = someone();
    for (const amount of [100, 200, 300]) await post(app, funding(seller, usd(amount)));

    const accounts = await read(`/v1/finance/accounts?owner=${seller}`).expect(200);
    const [account] = accounts.body.data;
    const first = await read(`/v1/finance/accounts/${account.id}/entries?limit=2`).expect(200);
    const second = await read(
      `/v1/finance/accounts/${account.id}/entries?limit=2&cursor=${first.body.page.nextCursor}`,
    ).expect(200);

    expect(account).toMatchObject({
      account: 'seller_available',
      owner: seller,
      balance: { amount: 600, currency: 'USD' },
    });
    expect(first.body.data.map((entry: { money: { amount: number } }) => entry.money.amount)).toEqual([300, 200]);
    expect(second.body.data).toMatchObject([
      { side: 'C', money: { amount: 100 }, balanceAfter: { amount: 100, currency: 'USD' } },
    ]);
    expect(second.body.page).toEqual({ hasMore: false, nextCursor: null });
    expect((await read(`/v1/finance/accounts/${account.id}`).expect(200)).body).toEqual(account);
  });

  it('pages through a platform-wide account with its running balance', async () => {
    const seller = someone();
    const [account] = (await read('/v1/finance/accounts?type=psp_clearing&currency=USD').expect(200)).body.data;
    const start = account.balance.amount as number;
    for (const amount of [10, 20, 30]) await post(app, funding(seller, usd(amount)));
    const back = journal([debit('seller_available', usd(25), seller), credit('psp_clearing', usd(25))]);
    await post(app, back);
    const path = `/v1/finance/accounts/${account.id}/entries?limit=2`;

    const first = await read(path).expect(200);
    const second = await read(`${path}&cursor=${first.body.page.nextCursor}`).expect(200);

    const shown = [...first.body.data, ...second.body.data].map(
      (entry: { side: string; money: { amount: number }; balanceAfter: { amount: number } }) =>
        `${entry.side} ${entry.money.amount} ${entry.balanceAfter.amount - start}`,
    );
    expect(shown).toEqual(['C 25 35', 'D 30 60', 'D 20 30', 'D 10 10']);
  });

  it('reads the balance of an account at an instant, and what of it is held', async () => {
    const seller = someone();
    await post(app, { ...funding(seller, usd(100)), effectiveAt: new Date('2026-03-01T10:00:00.000Z') });
    await post(app, { ...funding(seller, usd(50)), effectiveAt: new Date('2026-03-05T10:00:00.000Z') });
    const [account] = (await read(`/v1/finance/accounts?owner=${seller}`).expect(200)).body.data;
    const at = async (instant: string) =>
      (await read(`/v1/finance/accounts/${account.id}/balance?at=${instant}`).expect(200)).body;

    expect((await at('2026-03-01T09:59:59.999Z')).balance.amount).toBe(0);
    expect(await at('2026-03-04T00:00:00Z')).toEqual({
      accountId: account.id,
      effectiveAt: '2026-03-04T00:00:00Z',
      debit: { amount: 0, currency: 'USD' },
      credit: { amount: 100, currency: 'USD' },
      balance: { amount: 100, currency: 'USD' },
    });
    expect((await at('2026-03-05T10:00:00Z')).balance.amount).toBe(150);
    expect(account.pending).toEqual({ amount: 0, currency: 'USD' });
    await read(`/v1/finance/accounts/${account.id}/balance?at=yesterday`).expect(422);
    await read(`/v1/finance/accounts/${account.id}/balance`).expect(422);
  });

  it('has a journal with everything that it can be found by', async () => {
    const { source, ...about } = refs;
    const lines = [debit('psp_clearing', usd(40)), credit('seller_available', usd(40), someone())];

    const [made] = await post(app, {
      ...journal(lines, { type: 'lookup', id: source }),
      effectiveAt: new Date('2025-07-01T23:59:59.999Z'),
      refs: about,
    });

    expect(made?.posted).toBe(true);
  });

  it.each([
    ['its source', (r: Refs) => `sourceType=lookup&sourceId=${r.source}`],
    ['its seller', (r: Refs) => `sellerId=${toWire('sel', r.sellerId)}`],
    ['its payment', (r: Refs) => `paymentId=${toWire('pay', r.paymentId)}`],
    ['its payout', (r: Refs) => `payoutId=${toWire('pyo', r.payoutId)}`],
    ['its order', (r: Refs) => `orderId=${toWire('ord', r.orderId)}`],
    ['its time', () => 'from=2025-07-01T00:00:00Z&until=2025-07-02T00:00:00Z'],
    ['several of them', (r: Refs) => `sellerId=${toWire('sel', r.sellerId)}&from=2025-07-01T00:00:00Z`],
  ])('finds a journal by %s, and no other', async (_by, query) => {
    const [path] = [query(refs)];

    const found = await read(`/v1/finance/journals?${path}`).expect(200);

    expect(found.body.data.map((each: { source: { id: string } }) => each.source.id)).toEqual([refs.source]);
  });

  it('pages through journals, and not with the cursor of another list', async () => {
    const first = await read('/v1/finance/journals?sourceType=test&limit=1').expect(200);
    const { nextCursor } = first.body.page;

    const second = await read(`/v1/finance/journals?sourceType=test&limit=1&cursor=${nextCursor}`).expect(200);

    expect(second.body.data[0].id < first.body.data[0].id).toBe(true);
    await read(`/v1/finance/journals?sourceType=other&limit=1&cursor=${nextCursor}`).expect(400);
  });

  it('finds the journals of an order, with their lines', async () => {
    const [seller, orderId] = [someone(), randomUUID()];
    const lines = [debit('psp_clearing', usd(40)), credit('seller_available', usd(40), seller)];
    const [made] = await post(app, { ...journal(lines, { id: 'a', kind: 'b' }), refs: { orderId } });

    const found = await read(`/v1/finance/journals?orderId=${toWire('ord', orderId)}`).expect(200);

    const [view] = found.body.data;
    expect(found.body.data).toHaveLength(1);
    expect(fromWire('jnl', view.id)).toBe(made?.journalId);
    expect(view).toMatchObject({
      source: { type: 'test', id: 'a', kind: 'b' },
      orderId: toWire('ord', orderId),
      effectiveAt: '2026-03-01T10:00:00.000Z',
      actor: { type: 'system', id: 'test' },
      lines: [
        { line: 1, account: 'psp_clearing', owner: null, side: 'D', money: { amount: 40, currency: 'USD' } },
        { line: 2, account: 'seller_available', owner: seller, side: 'C', money: { amount: 40, currency: 'USD' } },
      ],
    });
    expect((await read(`/v1/finance/journals/${view.id}`).expect(200)).body).toEqual(view);
  });

  it.each([
    '/v1/finance/trial-balance',
    '/v1/finance/accounts',
    '/v1/finance/trial-balance.csv',
    '/v1/finance/trial-balance.jsonl',
    `/v1/finance/accounts/${toWire('acc', randomUUID())}/balance?at=2026-01-01T00:00:00Z`,
    '/v1/finance/journals',
    `/v1/finance/accounts/${toWire('acc', randomUUID())}/entries`,
  ])('alone may read %s', async (path) => {
    await app.http.get(path).expect(401);
    await read(path, 'moderator').expect(403);
  });

  it.each([
    `/v1/finance/accounts/${toWire('acc', randomUUID())}`,
    `/v1/finance/accounts/${toWire('acc', randomUUID())}/entries`,
    `/v1/finance/accounts/${toWire('acc', randomUUID())}/balance?at=2026-01-01T00:00:00Z`,
    `/v1/finance/journals/${toWire('jnl', randomUUID())}`,
    `/v1/finance/journals/${toWire('acc', randomUUID())}`,
  ])('is told that %s does not exist', async (path) => {
    const answer = await read(path).expect(404);

    expect(answer.body.code).toBe('not_found');
  });
});
