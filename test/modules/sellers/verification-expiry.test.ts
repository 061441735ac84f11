import { fromWire } from '../../../src/kernel/index.js';
import { RunPayouts } from '../../../src/modules/settlement/run-payouts.js';
import { bearer, startApp, type TestApp } from '../../support/index.js';
import { buyer, staff, type Person } from '../../support/world.identity.js';
import { activeSeller, type ActiveSeller } from '../../support/world.sellers.js';
import { balance, funded, now, payouts, settled } from '../settlement/settlement-app.js';

/** For tests that let weeks pass. */
const SLOW = 240_000;
const DAY = 86_400_000;

let app: TestApp;
let risk: Person;
let admin: Person;

beforeAll(async () => {
  app = await startApp();
  [risk, admin] = [await staff(app, 'risk'), await staff(app, 'admin')];
});
afterAll(() => app.stop());

type Owned = Pick<ActiveSeller, 'sellerId' | 'token'>;

interface AccountBody {
  readonly state: string;
  readonly tier: string;
  readonly verifiedUntil: string | null;
  readonly verification: { state: string; isRenewal: boolean; decidedAt: string | null } | null;
}

const idOf = ({ sellerId }: Owned): string => fromWire('sel', sellerId) as string;
const account = async ({ sellerId, token }: Owned): Promise<AccountBody> =>
  (await app.http.get(`/v1/sellers/${sellerId}/account`).set(bearer(token)).expect(200)).body as AccountBody;
const submit = ({ sellerId, token }: Owned, fields: object = {}) =>
  app.http
    .post(`/v1/sellers/${sellerId}/verification`)
    .set(bearer(token))
    .send({ legalName: 'Otter Audio GmbH', taxId: 'DE123456789', ...fields });

/** Names of what was told about the seller's verification, oldest first. */
const told = async (seller: Owned): Promise<string[]> => {
  const rows = await app.sql<{ name: string }>(
    `select name from outbox_events where subject_id = $1 and (name like 'seller.verification-%' or name like 'seller.renewal-%')
      order by id`,
    [idOf(seller)],
  );
  return rows.map(({ name }) => name.replace(/^seller\./, ''));
};
const proposals = async ({ sellerId }: Owned): Promise<{ to: string; reasons: string[]; state: string }[]> =>
  (await app.http.get(`/v1/risk/tier-proposals?sellerId=${sellerId}`).set(bearer(risk.token)).expect(200)).body
    .data as { to: string; reasons: string[]; state: string }[];

/** The last decision about the seller is older than it was. */
const daysLater = (seller: Owned) =>
  app.sql(`update seller_verifications set decided_at = decided_at - interval '2 days' where seller_id = $1`, [
    idOf(seller),
  ]);

/** The verification of the seller ends now. */
async function ends(seller: Owned): Promise<void> {
  await app.sql('update sellers set verified_until = $2 where id = $1', [idOf(seller), now(app)]);
  await app.sql(
    `update deadlines set due_at = $2 where subject_id = $1 and kind = 'sellers.verification-expiry' and closed_at is null`,
    [idOf(seller), now(app)],
  );
  await app.drain();
}

async function onboarded(fields: object): Promise<Owned> {
  const { token } = await buyer(app);
  const body = { kind: 'business', displayName: 'Otter Audio', country: 'DE', currency: 'EUR' };
  const { sellerId } = (await app.http.post('/v1/sellers').set(bearer(token)).send(body)).body as { sellerId: string };
  await submit({ sellerId, token }, fields);
  await app.drain();
  return { sellerId, token };
}

describe('the verification of a seller', () => {
  it('holds for 1,095 days, or as long as what proves it', async () => {
    const [usual, short] = [await onboarded({}), await onboarded({ legalName: 'Sandbox Short' })];

    const found = await Promise.all([account(usual), account(short)]);

    const days = found.map(
      ({ verifiedUntil, verification }) =>
        (Date.parse(verifiedUntil ?? '') - Date.parse(verification?.decidedAt ?? '')) / DAY,
    );
    expect(days).toEqual([1_095, 60]);
  });

  it(
    'is announced to end 30 days before, and ends',
    async () => {
      const seller = await onboarded({ taxId: '000000004' });

      await app.advance('P29D');
      const early = await told(seller);
      await app.advance('P2D');
      const later = await told(seller);
      await app.advance('P30D');

      expect([early, later]).toEqual([[], ['verification-expiring']]);
      expect(await told(seller)).toEqual(['verification-expiring', 'verification-expired']);
      expect(await proposals(seller)).toMatchObject([{ to: 'T3', reasons: ['verification_expired'], state: 'open' }]);
    },
    SLOW,
  );

  it('holds payouts when it has ended, and proposes T3, until it is renewed', async () => {
    const seller = await funded(app);
    await ends(seller);
    await app.get(RunPayouts).run(now(app));
    const held = [await payouts(app, seller), await balance(app, seller), await proposals(seller)];

    const submitted = await submit(seller);
    await app.drain();
    await app.advance('PT1H');
    await app.get(RunPayouts).run(now(app));
    await settled(app);

    expect(held).toMatchObject([
      [],
      { available: 9_000, payoutSkipReason: 'kyc_not_valid' },
      [{ to: 'T3', reasons: ['verification_expired'], state: 'open' }],
    ]);
    expect(submitted.body).toMatchObject({ state: 'active', verification: { state: 'pending', isRenewal: true } });
    const renewed = await account(seller);
    expect(renewed).toMatchObject({ state: 'active', tier: 'T1', verification: { state: 'verified' } });
    expect(Date.parse(renewed.verifiedUntil ?? '') - now(app).getTime()).toBeGreaterThan(1_094 * DAY);
    expect(await told(seller)).toEqual(['verification-expired', 'verification-renewed']);
    expect(await proposals(seller)).toMatchObject([{ to: 'T3', state: 'stale' }]);
    expect(await payouts(app, seller)).toMatchObject([{ state: 'paid', amount: { amount: 9_000 } }]);
  });

  it('is offered back to T1 after a T3 that was confirmed, once it is renewed', async () => {
    const seller = await activeSeller(app, { tier: 'T1' });
    await ends(seller);
    const [open] = (await app.http.get(`/v1/risk/tier-proposals?sellerId=${seller.sellerId}`).set(bearer(risk.token)))
      .body.data as { id: string }[];
    await app.http.post(`/v1/risk/tier-proposals/${open?.id}/confirmation`).set(bearer(risk.token)).send({});

    const restricted = await account(seller);
    await submit(seller);
    await app.drain();

    expect(restricted.tier).toBe('T3');
    expect(await proposals(seller)).toMatchObject([
      { to: 'T1', reasons: ['restriction_over'], state: 'open' },
      { to: 'T3', state: 'confirmed' },
    ]);
  });

  it.each([
    ['refused', { legalName: 'Sandbox Rejected' }, 'rejected', ['renewal-refused']],
    ['in want of documents', { legalName: 'Sandbox Documents' }, 'more_documents', []],
    ['undecided', { legalName: 'Sandbox Review' }, 'needs_operator', []],
  ])('leaves the seller as it is while its renewal is %s', async (_what, fields, state, facts) => {
    const seller = await onboarded({});
    await daysLater(seller);
    const before = await account(seller);
    const name = () => app.sql('select legal_name_sealed, tax_id_sealed from sellers where id = $1', [idOf(seller)]);
    const identity = await name();

    await submit(seller, fields);
    await app.drain();

    expect(await account(seller)).toMatchObject({
      state: 'active',
      verifiedUntil: before.verifiedUntil,
      verification: { state, isRenewal: true },
    });
    expect(await name()).toEqual(identity);
    expect(await told(seller)).toEqual(facts);
  });

  it('is renewed by one submission at a time, decided by an operator where nobody else can', async () => {
    const seller = await activeSeller(app);
    const before = await account(seller);

    const answers = await Promise.all([1, 2, 3].map(() => submit(seller, { legalName: 'Sandbox Review' })));
    await app.drain();
    const decided = await app.http
      .post(`/v1/sellers/${seller.sellerId}/verification-decision`)
      .set(bearer(admin.token))
      .send({ outcome: 'verified', reason: 'Seen in person.' });

    expect(answers.map(({ status }) => status).sort()).toEqual([202, 409, 409]);
    expect(answers.find(({ status }) => status === 409)?.body.code).toBe('verification_open');
    expect(decided.body).toMatchObject({ state: 'active', verification: { state: 'verified' } });
    expect(Date.parse((await account(seller)).verifiedUntil ?? '')).toBeGreaterThan(
      Date.parse(before.verifiedUntil ?? ''),
    );
  });

  it('is not renewed right after it was decided, and says so', async () => {
    const seller = await onboarded({});
    const actions = async (): Promise<object[]> => {
      const path = `/v1/sellers/${seller.sellerId}/account`;
      const { body } = await app.http.get(path).set(bearer(seller.token)).expect(200);
      return (body as { allowedActions: { action: string }[] }).allowedActions.filter(
        ({ action }) => action === 'renew_verification',
      );
    };
    const before = [await account(seller), await actions()];

    const early = await submit(seller);

    expect([early.status, early.body.code]).toEqual([409, 'illegal_transition']);
    expect([await account(seller), await actions()]).toEqual(before);
    expect(before[1]).toEqual([{ action: 'renew_verification', allowed: false, reason: 'verified_lately' }]);
    await daysLater(seller);
    expect(await actions()).toEqual([{ action: 'renew_verification', allowed: true }]);
    await submit(seller, { legalName: 'Sandbox Review' }).expect(202);
    expect(await actions()).toEqual([{ action: 'renew_verification', allowed: false, reason: 'verification_open' }]);
  });

  it('is not said to have ended when it was renewed at the same moment', async () => {
    const seller = await activeSeller(app);
    await submit(seller);
    await app.drain();
    await app.sql(
      `insert into deadlines (kind, subject_id, due_at) values ('sellers.verification-expiry', $1, $2)
       on conflict (kind, subject_id) where closed_at is null do update set due_at = excluded.due_at`,
      [idOf(seller), now(app)],
    );

    await app.drain();

    expect(await told(seller)).toEqual(['verification-renewed']);
    expect(await proposals(seller)).toEqual([]);
  });
});
