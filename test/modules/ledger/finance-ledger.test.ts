import { randomUUID } from 'node:crypto';
import { fromWire, toWire } from '../../../src/kernel/index.js';
import { credit, debit } from '../../../src/modules/ledger/index.js';
import { bearer, type TestApp } from '../../support/index.js';
import { funding, journal, post, someone, startLedger, usd } from './ledger-app.js';

let app: TestApp;

beforeAll(async () => {
  app = await startLedger();
});
afterAll(() => app.stop());

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
            { account: 'psp_clearing', class: 'asset', debit: 570, credit: 0 },
            { account: 'seller_available', class: 'liability', debit: 0, credit: 570 },
          ],
        },
      ],
    });
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
    '/v1/finance/journals',
    `/v1/finance/accounts/${toWire('acc', randomUUID())}/entries`,
  ])('alone may read %s', async (path) => {
    await app.http.get(path).expect(401);
    await read(path, 'moderator').expect(403);
  });

  it.each([
    `/v1/finance/accounts/${toWire('acc', randomUUID())}`,
    `/v1/finance/accounts/${toWire('acc', randomUUID())}/entries`,
    `/v1/finance/journals/${toWire('jnl', randomUUID())}`,
    `/v1/finance/journals/${toWire('acc', randomUUID())}`,
  ])('is told that %s does not exist', async (path) => {
    const answer = await read(path).expect(404);

    expect(answer.body.code).toBe('not_found');
  });
});
