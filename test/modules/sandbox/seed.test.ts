import type { INestApplication } from '@nestjs/common';
import { toWire } from '../../../src/kernel/index.js';
import { CONFIG, type Config } from '../../../src/platform/config/index.js';
import { seedSandbox, type SeededPrincipals } from '../../../src/sandbox/seed/index.js';
import { SeedCredentials } from '../../../src/sandbox/seed/seed-credentials.js';
import { bearer, startApp, type TestApp } from '../../support/index.js';

let app: TestApp;
let seeded: SeededPrincipals;
let beside: SeededPrincipals;

/** What a start does: the seeds are planted, the worker does its work. */
async function start(): Promise<SeededPrincipals> {
  const target = { get: (token: never) => app.get(token), getUrl: () => Promise.resolve(app.url) };
  const principals = await seedSandbox(target as unknown as INestApplication);
  await app.drain();
  return principals;
}

beforeAll(async () => {
  app = await startApp();
  [seeded, beside] = await Promise.all([start(), start()]);
});
afterAll(() => app.stop());

const credential = (title: string): string => seeded.find((each) => each.title === title)?.credential ?? '';
const get = (path: string, title?: string) =>
  title ? app.http.get(path).set(bearer(credential(title))) : app.http.get(path);

/** Of the business seller's newest key. */
async function keyPath(): Promise<string> {
  const [key] = await app.sql<{ id: string; seller: string }>(
    'select id, seller_id as seller from api_keys order by id desc limit 1',
  );
  return `/v1/sellers/${toWire('sel', key!.seller)}/api-keys/${toWire('key', key!.id)}`;
}

/** What each is answered who reads what is theirs. */
async function statusesOf(principals: SeededPrincipals): Promise<number[]> {
  const [shop = ''] = (await keyPath()).split('/api-keys');
  const answers = principals.map(({ kind, credential: one }) =>
    app.http.get(kind === 'token' ? '/v1/me' : `${shop}/listings`).set(bearer(one)),
  );
  return (await Promise.all(answers)).map(({ status }) => status);
}

describe('a seeded sandbox', () => {
  it('has one principal per role, each with a credential that works', async () => {
    expect(seeded.map(({ title, kind }) => [title, kind])).toEqual([
      ['buyer', 'token'],
      ['private seller', 'token'],
      ['business seller', 'API key'],
      ['moderator', 'token'],
      ['risk analyst', 'token'],
      ['finance', 'token'],
      ['admin', 'token'],
    ]);
    const roles = await Promise.all(
      ['buyer', 'private seller', 'moderator', 'risk analyst', 'finance', 'admin'].map(async (title) => {
        const { body } = await get('/v1/me', title);
        const { staffRoles, memberships } = body as { staffRoles: string[]; memberships: { role: string }[] };
        return [title, staffRoles, memberships.map(({ role }) => role)];
      }),
    );
    expect(roles).toEqual([
      ['buyer', [], []],
      ['private seller', [], ['owner']],
      ['moderator', ['moderator'], []],
      ['risk analyst', ['risk'], []],
      ['finance', ['finance'], []],
      ['admin', ['admin'], []],
    ]);
  });

  it('lets the business seller’s software read its listings with the API key', async () => {
    const [seller] = await app.sql<{ id: string }>(`select seller_id as id from api_keys`);

    const answer = await get(`/v1/sellers/${toWire('sel', seller!.id)}/listings`, 'business seller');

    expect(answer.status).toBe(200);
    expect((answer.body as { data: { state: string }[] }).data.map(({ state }) => state)).toEqual(
      Array.from({ length: 4 }, () => 'active'),
    );
  });

  it('is the same for two that start at once', () => {
    expect(beside).toEqual(seeded);
  });

  it('has goods that anybody can find and buy', async () => {
    const { body } = await get('/v1/listings?limit=100');

    const titles = (body as { data: { title: string }[] }).data.map(({ title }) => title).sort();
    expect(titles).toHaveLength(6);
    expect(titles).toContain('Linen apron, natural');
  });

  it('is the same after another start', async () => {
    const counts = () =>
      app.sql(
        `select (select count(*)::int from users) as users, (select count(*)::int from sellers) as sellers,
                (select count(*)::int from api_keys) as keys, (select count(*)::int from listings) as listings,
                (select count(*)::int from sessions) as sessions, (select count(*)::int from lifecycle_history) as moves`,
      );
    const before = await counts();

    const again = await start();

    expect(again).toEqual(seeded);
    expect(await counts()).toEqual(before);
    expect(before).toMatchObject([{ users: 7, sellers: 2, keys: 1, listings: 6, sessions: 7 }]);
  });

  it('lets everybody in again who signed out or lost a session, and their software', async () => {
    const rows = () =>
      app.sql(`select (select array_agg(id order by id) from users) as people, (select count(*)::int from listings) as goods,
                      (select array_agg(seller_id order by seller_id) from memberships) as sellers`);
    const before = await rows();
    const moderator = await get('/v1/me', 'moderator');
    const staffRoles = `/v1/users/${(moderator.body as { userId: string }).userId}/staff-roles`;
    const asAdmin = bearer(credential('admin'));
    await app.http
      .put(staffRoles)
      .set(asAdmin)
      .send({ roles: ['moderator', 'finance'] })
      .expect(200);
    await app.http
      .post(`${await keyPath()}/revocation`)
      .set(asAdmin)
      .send({})
      .expect(200);
    for (const title of ['buyer', 'private seller', 'admin'])
      await app.http
        .delete('/v1/sessions/current')
        .set(bearer(credential(title)))
        .expect(204);

    const again = await start();
    const third = await start();

    const changed = again.filter(({ credential: one }, i) => one !== seeded[i]?.credential).map(({ title }) => title);
    const ended = await Promise.all(['buyer', 'moderator', 'admin'].map((title) => get('/v1/me', title)));
    expect(changed).toEqual(['buyer', 'private seller', 'business seller', 'moderator', 'admin']);
    expect(third).toEqual(again);
    expect(await statusesOf(again)).toEqual(again.map(() => 200));
    expect(ended.map(({ status }) => status)).toEqual([401, 401, 401]);
    expect(await rows()).toEqual(before);
    seeded = again;
  });

  it('gives the software another key when the secret of the one before was replaced', async () => {
    const owner = new SeedCredentials(app.get<Config>(CONFIG as never).secret).tokenOf('business-seller', 0);
    await app.http
      .post(`${await keyPath()}/rotation`)
      .set(bearer(owner))
      .send({ overlapDays: 0 })
      .expect(201);

    const again = await start();

    const business = seeded.filter(({ kind }) => kind === 'API key');
    expect(await statusesOf(business)).toEqual([401]);
    expect(await statusesOf(again)).toEqual(again.map(() => 200));
    expect(again.filter(({ kind }) => kind === 'token')).toEqual(seeded.filter(({ kind }) => kind === 'token'));
    expect(await app.sql('select state, count(*)::int as keys from api_keys group by 1 order by 1')).toEqual([
      { state: 'active', keys: 2 },
      { state: 'revoked', keys: 1 },
    ]);
    seeded = again;
  });

  it('stores none of the printed credentials', async () => {
    const rows = await app.sql<{ dump: string }>(
      `select (select string_agg(t::text, ' ') from session_tokens t) || (select string_agg(k::text, ' ') from api_key_secrets k)
           as dump`,
    );

    for (const { credential: secret } of seeded) expect(rows[0]?.dump).not.toContain(secret);
  });
});
