import { bearer, startApp, type TestApp } from '../../support/index.js';
import { buyer, freshEmail, PASSWORD, registered, signedIn, staff } from '../../support/world.identity.js';

let app: TestApp;

beforeAll(async () => {
  app = await startApp();
});
afterAll(() => app.stop());

const register = (body: object) => app.http.post('/v1/users').send(body);
const application = (fields: object = {}) => ({
  email: freshEmail(),
  password: PASSWORD,
  displayName: 'Ada',
  country: 'DE',
  ...fields,
});
const people = async () => (await app.sql<{ n: number }>('select count(*)::int as n from users'))[0]?.n;

describe('registration', () => {
  it('opens an account without telling anything but its id', async () => {
    const answer = await register(application());

    expect(answer.status).toBe(201);
    expect(answer.body).toEqual({
      userId: expect.stringMatching(/^usr_[0-7][0-9a-z]{25}$/),
      createdAt: expect.any(String),
    });
  });

  it('refuses a second account for an address, whatever its case', async () => {
    const { email } = await registered(app);
    const before = await people();

    const answer = await register(application({ email: email.toUpperCase() }));

    expect(answer.status).toBe(409);
    expect(answer.body).toMatchObject({ code: 'email_taken' });
    expect(await people()).toBe(before);
  });

  it('opens one account for many identical requests at once', async () => {
    const before = await people();
    const body = application();

    const answers = await Promise.all(Array.from({ length: 10 }, () => register(body)));

    expect(answers.filter((answer) => answer.status === 201)).toHaveLength(1);
    expect(answers.filter((answer) => answer.status === 409)).toHaveLength(9);
    expect(await people()).toBe((before ?? 0) + 1);
  });

  it('replays the answer for a repeated idempotency key', async () => {
    const body = application();

    const first = await register(body).set('Idempotency-Key', 'register-once');
    const second = await register(body).set('Idempotency-Key', 'register-once');

    expect(second.status).toBe(201);
    expect(second.body).toEqual(first.body);
    expect(second.headers['idempotency-replayed']).toBe('true');
  });

  it.each(['password1', 'P@ssw0rd!', 'qwertyuiop', '12345678', 'aaaaaaaaaa', 'iloveyou2', 'Sunshine2024!'])(
    'refuses %s, which everybody guesses',
    async (password) => {
      const before = await people();

      const answer = await register(application({ password }));

      expect(answer.status).toBe(422);
      expect(answer.body).toMatchObject({ code: 'weak_password' });
      expect(await people()).toBe(before);
    },
  );

  it.each([
    ['seven characters', { password: '7-chars' }],
    ['129 characters', { password: 'ab'.repeat(64) + 'c' }],
    ['an address without a host', { email: 'ada@' }],
    ['a country of three letters', { country: 'DEU' }],
    ['an unknown field', { staffRoles: ['admin'] }],
  ])('refuses %s', async (_what, fields) => {
    const before = await people();

    const answer = await register(application(fields));

    expect(answer.status).toBe(422);
    expect(answer.body).toMatchObject({ code: 'validation_failed' });
    expect(await people()).toBe(before);
  });
});

describe('the own profile', () => {
  it('changes only what is sent', async () => {
    const { token } = await buyer(app, { displayName: 'Ada', country: 'DE' });

    const answer = await app.http.patch('/v1/me').set(bearer(token)).send({ displayName: 'Ada L.' });

    expect(answer.status).toBe(200);
    expect(answer.body).toMatchObject({ displayName: 'Ada L.', country: 'DE', locale: 'en' });
  });

  it('does not change roles', async () => {
    const { token } = await buyer(app);

    const answer = await app.http
      .patch('/v1/me')
      .set(bearer(token))
      .send({ staffRoles: ['admin'] });

    expect(answer.status).toBe(422);
    expect((await app.http.get('/v1/me').set(bearer(token))).body).toMatchObject({ staffRoles: [] });
  });

  it('is closed to whoever is not signed in', async () => {
    expect((await app.http.get('/v1/me')).status).toBe(401);
    expect((await app.http.get('/v1/me').set(bearer('no-such-token'))).status).toBe(401);
  });
});

describe('staff roles', () => {
  const put = (token: string, userId: string, roles: string[]) =>
    app.http.put(`/v1/users/${userId}/staff-roles`).set(bearer(token)).send({ roles });

  it('are granted by an administrator and end the sessions the person had', async () => {
    const admin = await staff(app, 'admin');
    const { email, userId } = await registered(app);
    const before = await signedIn(app, email);

    const answer = await put(admin.token, userId, ['moderator']);

    expect(answer.status).toBe(200);
    expect(answer.body).toMatchObject({ userId, staffRoles: ['moderator'], email: expect.stringMatching(/^p•••@/) });
    expect((await app.http.get('/v1/me').set(bearer(before.accessToken))).status).toBe(401);
    const now = await signedIn(app, email);
    expect((await app.http.get('/v1/me').set(bearer(now.accessToken))).body).toMatchObject({
      staffRoles: ['moderator'],
    });
  });

  it('are gone with the next request once they are revoked', async () => {
    const admin = await staff(app, 'admin');
    const finance = await staff(app, 'finance');
    expect((await app.http.get(`/v1/users/${admin.userId}`).set(bearer(finance.token))).status).toBe(200);

    await put(admin.token, finance.userId, []);

    expect((await app.http.get(`/v1/users/${admin.userId}`).set(bearer(finance.token))).status).toBe(401);
    expect(
      await app.sql(
        `select role, revoked_at is not null as revoked from staff_role_grants g join users u on u.id = g.user_id
          where u.display_name = 'finance' order by g.id desc limit 1`,
      ),
    ).toEqual([{ role: 'finance', revoked: true }]);
  });

  it('are not changed by anybody for themselves', async () => {
    const admin = await staff(app, 'admin');

    const answer = await put(admin.token, admin.userId, ['admin', 'finance']);

    expect(answer.status).toBe(403);
    expect(answer.body).toMatchObject({ code: 'own_staff_roles' });
    expect((await app.http.get('/v1/me').set(bearer(admin.token))).body).toMatchObject({ staffRoles: ['admin'] });
  });

  it.each(['moderator', 'risk', 'finance'] as const)('are not granted by %s staff', async (role) => {
    const person = await staff(app, role);
    const other = await buyer(app);

    const answer = await put(person.token, other.userId, ['admin']);

    expect(answer.status).toBe(403);
    expect((await app.http.get('/v1/me').set(bearer(other.token))).body).toMatchObject({ staffRoles: [] });
  });

  it('are unknown for a stranger’s id', async () => {
    const admin = await staff(app, 'admin');

    expect((await put(admin.token, 'usr_01hzy3v9qtf5r8m2k4w6x8y0za', ['risk'])).status).toBe(404);
    expect((await put(admin.token, 'sel_01hzy3v9qtf5r8m2k4w6x8y0za', ['risk'])).status).toBe(404);
  });
});

describe('one request', () => {
  it('costs one statement to authenticate', async () => {
    const { token } = await buyer(app, { staffRoles: ['risk'] });

    const statements = await app.countStatements(() => app.http.get('/v1/me').set(bearer(token)));

    const ours = statements.filter((name) => name.startsWith('identity.'));
    expect(ours).toEqual(['identity.find-principal', 'identity.find-users']);
  });
});
