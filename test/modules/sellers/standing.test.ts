import { fromWire } from '../../../src/kernel/index.js';
import { bearer, startApp, type TestApp } from '../../support/index.js';
import { buyer, staff, type Person } from '../../support/world.identity.js';
import { activeSeller } from '../../support/world.sellers.js';

let app: TestApp;

beforeAll(async () => {
  app = await startApp();
});
afterAll(() => app.stop());

const account = (person: { token: string }, sellerId: string) =>
  app.http.get(`/v1/sellers/${sellerId}/account`).set(bearer(person.token));

describe('the profile', () => {
  it('changes for the version that was read', async () => {
    const seller = await activeSeller(app);
    const read = await account(seller, seller.sellerId);
    const etag = read.headers['etag'] as string;
    const patch = (version: string | undefined, about: string) => {
      const request = app.http.patch(`/v1/sellers/${seller.sellerId}/account`).set(bearer(seller.token));
      return (version ? request.set('If-Match', version) : request).send({ about });
    };

    const changed = await patch(etag, 'New words.');
    const stale = await patch(etag, 'Older words.');
    const blind = await patch(undefined, 'Blind words.');

    expect([changed.status, stale.status, blind.status]).toEqual([200, 412, 428]);
    expect(changed.headers['etag']).not.toBe(etag);
    expect((await account(seller, seller.sellerId)).body).toMatchObject({ about: 'New words.' });
  });

  it('shows strangers the public part only', async () => {
    const seller = await activeSeller(app);
    const stranger = await activeSeller(app);

    expect((await account(stranger, seller.sellerId)).status).toBe(404);
    expect((await account(await buyer(app), seller.sellerId)).status).toBe(403);
    const profile = await app.http.get(`/v1/sellers/${seller.sellerId}`);
    expect(Object.keys(profile.body as object).sort()).toEqual(
      ['about', 'country', 'createdAt', 'displayName', 'kind', 'sellerId'].sort(),
    );
  });

  it('is not changed by a stranger or by a mere staff member', async () => {
    const seller = await activeSeller(app);
    const stranger = await activeSeller(app);

    const answer = await app.http
      .patch(`/v1/sellers/${seller.sellerId}/account`)
      .set(bearer(stranger.token))
      .set('If-Match', '"v4"')
      .send({ about: 'Mine now.' });

    expect(answer.status).toBe(404);
    expect((await account(seller, seller.sellerId)).body).toMatchObject({ about: '' });
  });
});

describe('standing', () => {
  const decide = (person: Person, sellerId: string, what: string, reason = 'Sold counterfeits.') =>
    app.http.post(`/v1/sellers/${sellerId}/${what}`).set(bearer(person.token)).send({ reason });

  it('is taken and given back with a reason that stays in the history', async () => {
    const [moderator, seller] = [await staff(app, 'moderator'), await activeSeller(app, { displayName: 'Standing' })];

    const suspended = await decide(moderator, seller.sellerId, 'suspension');
    const hidden = await app.http.get(`/v1/sellers/${seller.sellerId}`);
    const reinstated = await decide(moderator, seller.sellerId, 'reinstatement', 'Appeal granted.');

    expect(suspended.body).toMatchObject({ state: 'suspended' });
    expect(hidden.status).toBe(404);
    expect(reinstated.body).toMatchObject({ state: 'active' });
    expect(
      await app.sql(
        `select action, reason from lifecycle_history h join sellers s on s.id::text = h.subject_id::text
          where s.display_name = 'Standing' and action in ('suspend', 'reinstate') order by h.at, h.id`,
      ),
    ).toEqual([
      { action: 'suspend', reason: 'Sold counterfeits.' },
      { action: 'reinstate', reason: 'Appeal granted.' },
    ]);
  });

  it('is not decided by who belongs to the seller', async () => {
    const seller = await activeSeller(app, { displayName: 'Own matter' });
    const [moderator, admin] = [await staff(app, 'moderator'), await staff(app, 'admin')];
    await decide(moderator, seller.sellerId, 'suspension');
    for (const { userId } of [moderator, admin]) {
      await app.sql(`insert into memberships (seller_id, user_id, role, since) values ($1, $2, 'owner', now())`, [
        fromWire('sel', seller.sellerId),
        fromWire('usr', userId),
      ]);
    }

    const reinstated = await decide(moderator, seller.sellerId, 'reinstatement');
    const verified = await app.http
      .post(`/v1/sellers/${seller.sellerId}/verification-decision`)
      .set(bearer(admin.token))
      .send({ outcome: 'verified', reason: 'I know them.' });

    expect([reinstated.status, reinstated.body.code]).toEqual([403, 'own_matter']);
    expect([verified.status, verified.body.code]).toEqual([403, 'own_matter']);
    expect((await account(moderator, seller.sellerId)).body.state).toBe('suspended');
  });

  it('is restricted by risk, who cannot reinstate', async () => {
    const [risk, seller] = [await staff(app, 'risk'), await activeSeller(app)];

    const restricted = await decide(risk, seller.sellerId, 'restriction');
    const lifted = await decide(risk, seller.sellerId, 'restriction-removal');
    await decide(risk, seller.sellerId, 'suspension');
    const refused = await decide(risk, seller.sellerId, 'reinstatement');

    expect([restricted.body, lifted.body]).toMatchObject([{ state: 'restricted' }, { state: 'active' }]);
    expect(refused.status).toBe(403);
    expect((await account(risk, seller.sellerId)).body).toMatchObject({ state: 'suspended' });
  });

  it('is not taken from an application, nor by buyers, sellers or for no reason', async () => {
    const [moderator, ada, seller] = [await staff(app, 'moderator'), await buyer(app), await activeSeller(app)];
    const application = { kind: 'private', displayName: 'Ada', country: 'DE', currency: 'EUR' };
    const made = await app.http.post('/v1/sellers').set(bearer(ada.token)).send(application);
    const { sellerId } = made.body as { sellerId: string };

    expect((await decide(moderator, sellerId, 'suspension')).status).toBe(409);
    expect((await decide(ada, seller.sellerId, 'suspension')).status).toBe(403);
    expect((await decide(seller, seller.sellerId, 'suspension')).status).toBe(403);
    expect((await decide(moderator, seller.sellerId, 'suspension', '')).status).toBe(422);
    expect((await decide(moderator, 'sel_01hzy3v9qtf5r8m2k4w6x8y0za', 'suspension')).status).toBe(404);
    expect((await account(seller, seller.sellerId)).body).toMatchObject({ state: 'active' });
  });

  it('is listed for staff by state, in pages', async () => {
    const moderator = await staff(app, 'moderator');
    const seller = await activeSeller(app);
    await decide(moderator, seller.sellerId, 'suspension');
    const page = (query: string) => app.http.get(`/v1/sellers?${query}`).set(bearer(moderator.token));

    const first = (await page('state=suspended&limit=1')).body as {
      data: { sellerId: string }[];
      page: { hasMore: boolean; nextCursor: string };
    };
    const next = await page(`state=suspended&limit=1&cursor=${first.page.nextCursor}`);
    const wrongFilter = await page(`state=active&limit=1&cursor=${first.page.nextCursor}`);

    expect(first.data).toMatchObject([{ sellerId: seller.sellerId, state: 'suspended' }]);
    expect(first.page.hasMore).toBe(true);
    expect((next.body as typeof first).data[0]?.sellerId).not.toBe(seller.sellerId);
    expect(wrongFilter.status).toBe(400);
    expect((await app.http.get('/v1/sellers').set(bearer(seller.token))).status).toBe(403);
  });
});
