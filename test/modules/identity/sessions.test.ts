import { PasswordHasher } from '../../../src/modules/identity/password-hasher.js';
import { bearer, startApp, type TestApp } from '../../support/index.js';
import { PASSWORD, registered, signedIn, staff, type Session } from '../../support/world.identity.js';

let app: TestApp;

beforeAll(async () => {
  app = await startApp();
});
afterAll(() => app.stop());

const me = (token: string) => app.http.get('/v1/me').set(bearer(token));

const refresh = (refreshToken: string, device = 'a browser') =>
  app.http.post('/v1/sessions/refresh').set('User-Agent', device).send({ refreshToken });

describe('signing in', () => {
  it('opens a session whose access token speaks for the person', async () => {
    const { email, userId } = await registered(app, { displayName: 'Ada', country: 'DE', locale: 'zh' });

    const session = await signedIn(app, email);

    const answer = await me(session.accessToken);
    expect(answer.status).toBe(200);
    expect(answer.body).toEqual({
      userId,
      email,
      displayName: 'Ada',
      country: 'DE',
      locale: 'zh',
      staffRoles: [],
      memberships: [],
      createdAt: expect.stringMatching(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z$/),
    });
  });

  it('finds the account whatever the case of the address', async () => {
    const { email } = await registered(app);

    const answer = await app.http.post('/v1/sessions').send({ email: email.toUpperCase(), password: PASSWORD });

    expect(answer.status).toBe(201);
  });

  it('answers a wrong password and an unknown address alike', async () => {
    const { email } = await registered(app);
    const before = await app.sql('select count(*)::int as sessions from sessions');

    const wrong = await app.http.post('/v1/sessions').send({ email, password: 'not-the-password' });
    const unknown = await app.http.post('/v1/sessions').send({ email: 'nobody@example.com', password: PASSWORD });

    for (const answer of [wrong, unknown]) {
      expect(answer.status).toBe(401);
      expect(answer.body).toMatchObject({ code: 'invalid_credentials', status: 401 });
    }
    const strip = ({ requestId: _id, ...body }: Record<string, unknown>) => body;
    expect(strip(wrong.body as Record<string, unknown>)).toEqual(strip(unknown.body as Record<string, unknown>));
    expect(await app.sql('select count(*)::int as sessions from sessions')).toEqual(before);
  });

  it('stores neither passwords nor tokens', async () => {
    const { email } = await registered(app, { password: 'canary-password-81' });
    const answer = await app.http.post('/v1/sessions').send({ email, password: 'canary-password-81' });

    const rows = await app.sql<{ dump: string }>(
      `select (select string_agg(u::text, ' ') from users u) || (select string_agg(t::text, ' ') from session_tokens t)
           || (select string_agg(s::text, ' ') from sessions s) as dump`,
    );

    const { accessToken, refreshToken } = answer.body as Session;
    for (const canary of ['canary-password-81', accessToken, refreshToken, email]) {
      expect(rows[0]?.dump).not.toContain(canary);
    }
  });

  it('stores argon2id hashes and strengthens an old one at the next sign-in', async () => {
    const { email } = await registered(app);
    const hashes = () =>
      app.sql<{ hash: string }>(
        'select password_hash as hash from users where email_index is not null and password_hash is not null order by created_at desc limit 1',
      );
    const [fresh] = await hashes();
    const { hash } = await import('@node-rs/argon2');
    await app.sql('update users set password_hash = $1 where password_hash = $2', [
      await hash(PASSWORD, { memoryCost: 32, timeCost: 1, parallelism: 1 }),
      fresh!.hash,
    ]);

    await signedIn(app, email);

    const [now] = await hashes();
    expect(fresh!.hash).toMatch(/^\$argon2id\$v=19\$m=64,t=1,p=1\$/);
    expect(now!.hash).toMatch(/^\$argon2id\$v=19\$m=64,t=1,p=1\$/);
    expect(now!.hash).not.toBe(fresh!.hash);
  });
});

describe('renewing', () => {
  it('trades a refresh token for new tokens', async () => {
    const session = await signedIn(app, (await registered(app)).email);

    const answer = await refresh(session.refreshToken);

    const renewed = answer.body as Session;
    expect(answer.status).toBe(201);
    expect(renewed.sessionId).toBe(session.sessionId);
    expect(renewed.accessToken).not.toBe(session.accessToken);
    expect((await me(renewed.accessToken)).status).toBe(200);
  });

  it('answers the same device again within ten seconds', async () => {
    const session = await signedIn(app, (await registered(app)).email);
    await refresh(session.refreshToken);

    await app.advance('PT9S');
    const again = await refresh(session.refreshToken);

    expect(again.status).toBe(201);
    expect((await me((again.body as Session).accessToken)).status).toBe(200);
  });

  it('ends the whole session when a used token comes again later', async () => {
    const session = await signedIn(app, (await registered(app)).email);
    const renewed = (await refresh(session.refreshToken)).body as Session;

    await app.advance('PT11S');
    const reused = await refresh(session.refreshToken);

    expect(reused.status).toBe(401);
    expect(reused.body).toMatchObject({ code: 'invalid_refresh_token' });
    expect((await me(renewed.accessToken)).status).toBe(401);
    expect((await refresh(renewed.refreshToken)).status).toBe(401);
  });

  it('ends the whole session when another device uses a used token at once', async () => {
    const session = await signedIn(app, (await registered(app)).email, 'a browser');
    const renewed = (await refresh(session.refreshToken, 'a browser')).body as Session;

    const stolen = await refresh(session.refreshToken, 'another browser');

    expect(stolen.status).toBe(401);
    expect((await me(renewed.accessToken)).status).toBe(401);
  });

  it('gives one family when two tabs renew at the same moment', async () => {
    const session = await signedIn(app, (await registered(app)).email);

    const answers = await Promise.all([refresh(session.refreshToken), refresh(session.refreshToken)]);

    expect(answers.map((answer) => answer.status)).toEqual([201, 201]);
    for (const { body } of answers) expect((await me((body as Session).accessToken)).status).toBe(200);
  });

  it('refuses an access token in place of a refresh token', async () => {
    const session = await signedIn(app, (await registered(app)).email);

    expect((await refresh(session.accessToken)).status).toBe(401);
    expect((await me(session.refreshToken)).status).toBe(401);
  });
});

describe('the end of a session', () => {
  it('comes at once with the sign-out', async () => {
    const session = await signedIn(app, (await registered(app)).email);

    const answer = await app.http.delete('/v1/sessions/current').set(bearer(session.accessToken));

    expect(answer.status).toBe(204);
    expect((await me(session.accessToken)).status).toBe(401);
    expect((await refresh(session.refreshToken)).status).toBe(401);
  });

  it('comes for an access token after 15 minutes', async () => {
    const session = await signedIn(app, (await registered(app)).email);

    await app.advance('PT14M59S');
    const before = await me(session.accessToken);
    await app.advance('PT1S');

    expect(before.status).toBe(200);
    expect((await me(session.accessToken)).status).toBe(401);
  });

  it('comes for people 30 days after the last renewal', async () => {
    const session = await signedIn(app, (await registered(app)).email);
    const days = (view: Session, from: Session) =>
      (Date.parse(view.refreshTokenExpiresAt) - Date.parse(from.accessTokenExpiresAt) + 15 * 60_000) / 86_400_000;

    await app.advance('P4D');
    const renewed = (await refresh(session.refreshToken)).body as Session;

    expect(days(session, session)).toBe(30);
    expect(days(renewed, renewed)).toBe(30);
    expect(days(renewed, session)).toBeGreaterThanOrEqual(34);
    await app.sql(`update session_tokens set expires_at = expires_at - interval '30 days' where kind = 'refresh'`);
    expect((await refresh(renewed.refreshToken)).status).toBe(401);
  });

  it('comes for staff after 30 idle minutes, and after 12 hours in any case', async () => {
    const admin = await staff(app, 'admin');
    const { email, userId } = await registered(app);
    await app.http
      .put(`/v1/users/${userId}/staff-roles`)
      .set(bearer(admin.token))
      .send({ roles: ['finance'] });
    const idle = await signedIn(app, email);
    await app.advance('PT30M1S');
    expect((await refresh(idle.refreshToken)).status).toBe(401);

    const session = await signedIn(app, email);
    const start = (await app.sql<{ at: Date }>('select max(started_at) as at from sessions'))[0]?.at.getTime() ?? 0;
    await app.advance('PT29M');
    const renewed = (await refresh(session.refreshToken)).body as Session;
    expect(Date.parse(renewed.sessionExpiresAt) - start).toBe(12 * 3_600_000);
    await app.sql(`update session_tokens set expires_at = expires_at + interval '12 hours'`);
    await app.advance('PT11H30M');
    expect((await me(renewed.accessToken)).status).toBe(200);
    await app.advance('PT1M');

    expect((await me(renewed.accessToken)).status).toBe(401);
    expect((await refresh(renewed.refreshToken)).status).toBe(401);
  });
});

describe('a change of the password', () => {
  const change = (token: string, currentPassword: string, newPassword: string) =>
    app.http.put('/v1/me/password').set(bearer(token)).send({ currentPassword, newPassword });

  it('ends every session and lets only the new password in', async () => {
    const { email } = await registered(app);
    const [here, elsewhere] = [await signedIn(app, email), await signedIn(app, email)];

    const answer = await change(here.accessToken, PASSWORD, 'nine-loud-herons');

    expect(answer.status).toBe(204);
    for (const session of [here, elsewhere]) {
      expect((await me(session.accessToken)).status).toBe(401);
      expect((await refresh(session.refreshToken)).status).toBe(401);
    }
    expect((await app.http.post('/v1/sessions').send({ email, password: PASSWORD })).status).toBe(401);
    expect((await app.http.post('/v1/sessions').send({ email, password: 'nine-loud-herons' })).status).toBe(201);
  });

  it('is refused without the current password and for a common one', async () => {
    const { email } = await registered(app);
    const { accessToken } = await signedIn(app, email);

    const wrong = await change(accessToken, 'not-the-password', 'nine-loud-herons');
    const weak = await change(accessToken, PASSWORD, 'Password123');

    expect([wrong.status, weak.status]).toEqual([401, 422]);
    expect((await me(accessToken)).status).toBe(200);
    await signedIn(app, email);
  });
});

describe('the work of a sign-in', () => {
  it('does not tell whether the address has an account', async () => {
    const { email } = await registered(app);
    const hashers = jest.spyOn(app.get(PasswordHasher), 'matches');
    const attempt = async (address: string) => {
      hashers.mockClear();
      const sent = await app.countStatements(() =>
        app.http.post('/v1/sessions').send({ email: address, password: 'not-the-password' }).expect(401),
      );
      return { statements: sent, hashes: await Promise.all(hashers.mock.results.map(({ value }) => value)) };
    };

    const [known, unknown] = [await attempt(email), await attempt('nobody@example.com')];

    expect(unknown).toEqual(known);
    expect(known.hashes).toEqual([false]);
  });

  it('takes the processor as much where no hash is stored', async () => {
    const hasher = new PasswordHasher({ argon2: { memoryKiB: 65_536, passes: 3 } });
    hasher.onModuleInit();
    await hasher.matches('not-the-password', undefined);
    const stored = await hasher.hash(PASSWORD);
    const work = async (hash: string | undefined) => {
      const before = process.cpuUsage();
      await hasher.matches('not-the-password', hash);
      return process.cpuUsage(before).user;
    };

    const ratio = (await work(undefined)) / (await work(stored));

    expect(ratio).toBeGreaterThan(0.2);
    expect(ratio).toBeLessThan(5);
  });
});
