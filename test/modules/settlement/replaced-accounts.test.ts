import { fromWire } from '../../../src/kernel/index.js';
import { webhooksOf } from '../../../src/sandbox/start-provider.js';
import { bearer, type TestApp } from '../../support/index.js';
import type { ActiveSeller } from '../../support/world.sellers.js';
import { tellOfPayout } from './bank-messages.js';
import { balance, funded, get, payouts, runPayouts, settled, startSettlement } from './settlement-app.js';

let app: TestApp;

beforeAll(async () => {
  app = await startSettlement();
});
afterAll(() => app.stop());
afterEach(() => app.provider.deliverTo(webhooksOf(app.url)));

/** A closed account, where the bank is to refuse it. */
const paidTo = (failureCode?: string) => funded(app, failureCode ? { accountNumber: 'DE0011110001' } : {});
const path = (seller: ActiveSeller) => `/v1/sellers/${seller.sellerId}/payout-account`;
const tell = async (seller: ActiveSeller, state: string, failureCode?: string): Promise<void> => {
  const [payout] = await payouts(app, seller);
  const reference = fromWire('pyo', payout?.id ?? '');
  const data = { id: 'po_late', reference, state, amount: 9_000, currency: 'USD', failureCode };
  expect(await tellOfPayout(app, { id: 'evt', type: `payout.${state}`, data })).toBe(204);
};

describe('a bank that speaks of a payout to the account before', () => {
  it.each([
    ['failed', ['failed'], 'account_closed'],
    ['returned', ['returned'], undefined],
    ['paid, then returned', ['paid', 'returned'], undefined],
  ])('leaves the account of now in use: %s', async (_what, said, failureCode) => {
    const seller = await paidTo(failureCode);
    app.provider.deliverTo({ payments: webhooksOf(app.url).payments });
    await runPayouts(app);
    await app.drain();
    await app.advance('PT1S');
    const other = { holder: 'Ada Example', accountNumber: 'DE89370400440532013000', country: 'DE' };
    await app.http.put(path(seller)).set(bearer(seller.token)).set('If-Match', '"v1"').send(other).expect(200);
    await app.drain();
    const before = (await get(app, seller, path(seller)).expect(200)).body as { state: string; ending: string };

    for (const state of said) await tell(seller, state, failureCode);
    await settled(app);

    expect(before).toMatchObject({ state: 'active', ending: '3000' });
    expect(await payouts(app, seller)).toMatchObject([{ state: said.at(-1) }]);
    expect(await balance(app, seller)).toMatchObject({ available: 9_000, inTransit: 0 });
    expect((await get(app, seller, path(seller)).expect(200)).body).toEqual(before);
  });

  it.each([
    ['failed', 'account_closed'],
    ['returned', undefined],
  ])('takes it out of use when it is still the account of now: %s', async (state, failureCode) => {
    const seller = await paidTo(failureCode);
    app.provider.deliverTo({ payments: webhooksOf(app.url).payments });
    await runPayouts(app);
    await app.drain();

    await tell(seller, state, failureCode);

    expect(await balance(app, seller)).toMatchObject({ available: 9_000, inTransit: 0 });
    expect((await get(app, seller, path(seller)).expect(200)).body).toMatchObject({ state: 'disabled' });
  });
});
