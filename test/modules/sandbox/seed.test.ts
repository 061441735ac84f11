import type { INestApplication } from '@nestjs/common';
import { seedSandbox, type SeededPrincipals } from '../../../src/sandbox/seed/index.js';
import { bearer, startApp, type TestApp } from '../../support/index.js';

let app: TestApp;
let seeded: SeededPrincipals;

/** What a start does: the seeds are planted, the worker does its work. */
async function start(): Promise<SeededPrincipals> {
  const target = { get: (token: never) => app.get(token), getUrl: () => Promise.resolve(app.url) };
  const principals = await seedSandbox(target as unknown as INestApplication);
  await app.drain();
  return principals;
}

beforeAll(async () => {
  app = await startApp();
  seeded = await start();
});
afterAll(() => app.stop());

const credential = (title: string): string => seeded.find((each) => each.title === title)?.credential ?? '';
const get = (path: string, title?: string) =>
  title ? app.http.get(path).set(bearer(credential(title))) : app.http.get(path);

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
    const { toWire } = await import('../../../src/kernel/index.js');

    const answer = await get(`/v1/sellers/${toWire('sel', seller!.id)}/listings`, 'business seller');

    expect(answer.status).toBe(200);
    expect((answer.body as { data: { state: string }[] }).data.map(({ state }) => state)).toEqual(
      Array.from({ length: 4 }, () => 'active'),
    );
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

  it('stores none of the printed credentials', async () => {
    const rows = await app.sql<{ dump: string }>(
      `select (select string_agg(t::text, ' ') from session_tokens t) || (select string_agg(k::text, ' ') from api_key_secrets k)
           as dump`,
    );

    for (const { credential: secret } of seeded) expect(rows[0]?.dump).not.toContain(secret);
  });
});
