import { fromWire } from '../../../src/kernel/index.js';
import { RunPayouts } from '../../../src/modules/settlement/run-payouts.js';
import { bearer, startApp, type TestApp } from '../../support/index.js';
import { staff, type Person } from '../../support/world.identity.js';
import { activeSeller, type ActiveSeller } from '../../support/world.sellers.js';
import { balance, delivered, now, payouts, released } from '../settlement/settlement-app.js';

let app: TestApp;
let finance: Person;

beforeAll(async () => {
  app = await startApp();
  finance = await staff(app, 'finance');
});
afterAll(() => app.stop());

interface AccountBody {
  readonly state: string;
  readonly version: number;
  readonly isTrusted: boolean;
  readonly verification: { state: string; reason: string | null; decidedAt: string | null } | null;
}

const path = ({ sellerId }: ActiveSeller) => `/v1/sellers/${sellerId}/payout-account`;
const account = async (seller: ActiveSeller): Promise<AccountBody> =>
  (await app.http.get(path(seller)).set(bearer(seller.token)).expect(200)).body as AccountBody;
const ACCOUNT = { holder: 'Otter Audio GmbH', accountNumber: 'DE02 1203 0000 0000 2020 51', country: 'DE' };
const name = (seller: ActiveSeller, version: number, body: object = {}) =>
  app.http
    .put(path(seller))
    .set(bearer(seller.token))
    .set('If-Match', `"v${version}"`)
    .send({ ...ACCOUNT, ...body });
const decide = (seller: ActiveSeller, person: { token: string }, body: object) =>
  app.http
    .post(`${path(seller)}/verification-decision`)
    .set(bearer(person.token))
    .send(body);
const nameless = (fields: object = {}) => activeSeller(app, { tier: 'T1', accountNumber: '', ...fields });

/** 90.00 available, and a run once the account has cooled off. */
async function paidLater(seller: ActiveSeller): Promise<void> {
  await released(app, await delivered(app, seller));
  await app.sql(
    `update seller_payout_accounts set changed_at = changed_at - interval '72 hours' where seller_id = $1`,
    [fromWire('sel', seller.sellerId)],
  );
  await app.get(RunPayouts).run(now(app));
}

const facts = async (seller: ActiveSeller): Promise<string[]> => {
  const rows = await app.sql<{ name: string }>(
    `select name from outbox_events where subject_id = $1 and name like 'seller.payout-account-%' order by id`,
    [fromWire('sel', seller.sellerId)],
  );
  return rows.map(({ name: fact }) => fact.replace('seller.payout-account-', ''));
};

describe('a payout account', () => {
  it('is verified after it was named; payouts go to it then', async () => {
    const seller = await nameless();

    const named = await name(seller, 0);
    await app.drain();
    await paidLater(seller);

    expect(named.body).toMatchObject({ state: 'active', verification: { state: 'pending', decidedAt: null } });
    expect(await account(seller)).toMatchObject({ verification: { state: 'verified', decidedAt: expect.any(String) } });
    expect(await facts(seller)).toEqual(['changed', 'verified']);
    expect(await payouts(app, seller)).toMatchObject([{ state: 'draft', amount: { amount: 9_000 } }]);
  });

  it.each([
    ['by its holder', { holder: 'Sandbox Stranger' }],
    ['by its number', { accountNumber: 'US000000000000000004' }],
  ])('that is somebody else’s, %s, is never paid to', async (_how, body) => {
    const seller = await nameless();

    await name(seller, 0, body);
    await app.drain();
    await paidLater(seller);

    expect(await account(seller)).toMatchObject({
      state: 'active',
      verification: { state: 'failed', reason: 'The account is in another name.' },
    });
    expect(await facts(seller)).toEqual(['changed', 'rejected']);
    expect(await payouts(app, seller)).toEqual([]);
    expect(await balance(app, seller)).toMatchObject({
      available: 9_000,
      payoutSkipReason: 'payout_account_unverified',
    });
  });

  it('that nobody can tell about waits for finance, and is paid to once it has said so', async () => {
    const seller = await nameless();
    await name(seller, 0, { holder: 'Sandbox Review' });
    await app.drain();
    await paidLater(seller);
    const waiting = [await account(seller), await payouts(app, seller)];
    const queue = async (): Promise<string[]> => {
      const list = '/v1/finance/payout-account-verifications?limit=100';
      const { body } = await app.http.get(list).set(bearer(finance.token)).expect(200);
      return (body as { data: { sellerId: string }[] }).data.map(({ sellerId }) => sellerId);
    };
    const before = await queue();

    const decided = await decide(seller, finance, { outcome: 'verified', accountVersion: 1, reason: 'A letter came.' });
    await app.sql(`update payout_skips set run_at = run_at - interval '1 hour'`);
    await app.get(RunPayouts).run(now(app));

    expect(waiting).toMatchObject([{ verification: { state: 'needs_operator' } }, []]);
    expect([before.includes(seller.sellerId), (await queue()).includes(seller.sellerId)]).toEqual([true, false]);
    expect(decided.body).toMatchObject({ version: 1, verification: { state: 'verified', reason: 'A letter came.' } });
    expect(await payouts(app, seller)).toMatchObject([{ amount: { amount: 9_000 } }]);
  });

  it('is verified anew when it is replaced, whatever was known of the one before', async () => {
    const seller = await activeSeller(app, { tier: 'T1' });
    const before = await account(seller);

    const replaced = await name(seller, 1, { holder: 'Sandbox Stranger' });
    await app.drain();
    const failed = await account(seller);
    await name(seller, 2);
    await app.drain();

    expect(before).toMatchObject({ isTrusted: true, verification: { state: 'verified' } });
    expect(replaced.body).toMatchObject({ isTrusted: false, verification: { state: 'pending' } });
    expect(failed.verification).toMatchObject({ state: 'failed' });
    expect(await account(seller)).toMatchObject({ version: 3, verification: { state: 'verified', reason: null } });
  });

  it('is decided about once, and only as it was looked at', async () => {
    const seller = await nameless();
    await name(seller, 0, { holder: 'Sandbox Review' });
    await app.drain();
    await name(seller, 1, { holder: 'Sandbox Review', accountNumber: '99990000' });
    await app.drain();
    const before = await account(seller);

    const stale = await decide(seller, finance, { outcome: 'verified', accountVersion: 1 });
    const unchanged = await account(seller);
    const answers = await Promise.all(
      ['verified', 'failed', 'verified'].map((outcome) => decide(seller, finance, { outcome, accountVersion: 2 })),
    );

    expect([stale.status, (stale.body as { code: string }).code]).toEqual([409, 'payout_account_decided']);
    expect(unchanged).toEqual(before);
    expect(answers.map(({ status }) => status).sort()).toEqual([200, 409, 409]);
    expect((await facts(seller)).length).toBe(3);
  });

  it('is decided about by finance only', async () => {
    const [seller, stranger] = [await nameless(), await nameless()];
    const [risk, admin] = [await staff(app, 'risk'), await staff(app, 'admin')];
    await name(seller, 0, { holder: 'Sandbox Review' });
    await app.drain();
    const body = { outcome: 'verified', accountVersion: 1 };

    const statuses = [
      (await decide(seller, seller, body)).status,
      (await decide(seller, stranger, body)).status,
      (await decide(seller, risk, body)).status,
      (await decide({ ...seller, sellerId: finance.userId }, finance, body)).status,
    ];

    expect(statuses).toEqual([403, 403, 403, 404]);
    expect(await account(seller)).toMatchObject({ verification: { state: 'needs_operator' } });
    expect((await decide(seller, admin, body)).status).toBe(200);
  });

  it('stays undecided when an answer about the one before arrives late', async () => {
    const seller = await nameless();
    await name(seller, 0);

    await Promise.all([app.drain(), name(seller, 1, { holder: 'Sandbox Review' })]);
    await app.drain();

    expect(await account(seller)).toMatchObject({ version: 2, verification: { state: 'needs_operator' } });
  });
});
