import { fromWire } from '../../../src/kernel/index.js';
import { PasswordHasher } from '../../../src/modules/identity/password-hasher.js';
import { bearer, startApp, type TestApp } from '../../support/index.js';
import { PASSWORD, registered, signedIn, staff, type Session } from '../../support/world.identity.js';

let app: TestApp;

beforeAll(async () => {
  app = await startApp();
});
afterEach(() => jest.restoreAllMocks());
afterAll(() => app.stop());

const me = (token: string) => app.http.get('/v1/me').set(bearer(token));

describe('a sign-in that something overtakes', () => {
  /** Runs the work once, after the next password was found right and before a session is opened for it. */
  const beforeOpening = (work: () => Promise<unknown>) => {
    const hasher = app.get(PasswordHasher);
    const matches = hasher.matches.bind(hasher);
    jest.spyOn(hasher, 'matches').mockImplementationOnce(async (password, stored) => {
      const isRight = await matches(password, stored);
      await work();
      return isRight;
    });
  };
  const signIn = (email: string) => app.http.post('/v1/sessions').send({ email, password: PASSWORD });
  const liveSessions = () => app.sql('select id from sessions where ended_at is null order by id');
  const setRoles = (token: string, userId: string, roles: string[]) =>
    app.http.put(`/v1/users/${userId}/staff-roles`).set(bearer(token)).send({ roles }).expect(200);

  it('opens nothing with a password that is not the person’s any more', async () => {
    const before = await liveSessions();
    const { email } = await registered(app);
    const { accessToken } = await signedIn(app, email);
    const body = { currentPassword: PASSWORD, newPassword: 'nine-loud-herons' };
    beforeOpening(() => app.http.put('/v1/me/password').set(bearer(accessToken)).send(body).expect(204));

    const answer = await signIn(email);

    expect(answer.status).toBe(401);
    expect(answer.body).toMatchObject({ code: 'invalid_credentials' });
    expect(await liveSessions()).toEqual(before);
  });

  it('opens a session of the person as they are now when only the hash was strengthened', async () => {
    const { email, userId } = await registered(app);
    const { hash } = await import('@node-rs/argon2');
    const another = await hash(PASSWORD, { memoryCost: 64, timeCost: 1, parallelism: 1 });
    beforeOpening(() =>
      app.sql('update users set password_hash = $1 where id = $2', [another, fromWire('usr', userId)]),
    );

    const answer = await signIn(email);

    expect(answer.status).toBe(201);
    expect((await me((answer.body as Session).accessToken)).status).toBe(200);
  });

  it('opens a session with the limits of the roles that the person got meanwhile', async () => {
    const admin = await staff(app, 'admin');
    const { email, userId } = await registered(app);
    beforeOpening(() => setRoles(admin.token, userId, ['finance']));

    const answer = await signIn(email);

    const [session] = await app.sql<{ hours: number }>(
      `select extract(epoch from expires_at - started_at)::int / 3600 as hours from sessions
        where user_id = $1 and ended_at is null`,
      [fromWire('usr', userId)],
    );
    expect(answer.status).toBe(201);
    expect(session).toEqual({ hours: 12 });
  });

  it('waits for a change of the roles that is under way, which waits for it', async () => {
    const admin = await staff(app, 'admin');
    const { email, userId } = await registered(app);

    const [answer] = await Promise.all([signIn(email), setRoles(admin.token, userId, ['finance'])]);

    const open = await app.sql<{ hours: number }>(
      `select extract(epoch from expires_at - started_at)::int / 3600 as hours from sessions
        where user_id = $1 and ended_at is null`,
      [fromWire('usr', userId)],
    );
    expect(answer.status).toBe(201);
    expect(open.filter(({ hours }) => hours !== 12)).toEqual([]);
  });
});
