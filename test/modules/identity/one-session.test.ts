import { fromWire } from '../../../src/kernel/index.js';
import { SessionsRepository } from '../../../src/modules/identity/sessions.repository.js';
import { UnitOfWork } from '../../../src/platform/database/index.js';
import { bearer, startApp, type TestApp } from '../../support/index.js';
import { PASSWORD, registered, signedIn, staff, type Session } from '../../support/world.identity.js';
import { now } from '../settlement/settlement-app.js';

let app: TestApp;

beforeAll(async () => {
  app = await startApp();
});
afterAll(() => app.stop());

const me = (token: string) => app.http.get('/v1/me').set(bearer(token));
const signOut = ({ accessToken }: Session) =>
  app.http.delete('/v1/sessions/current').set(bearer(accessToken)).expect(204);
const renew = ({ refreshToken }: Session) =>
  app.http.post('/v1/sessions/refresh').set('User-Agent', 'a browser').send({ refreshToken });

describe('one of two sessions of a person', () => {
  async function two(): Promise<[Session, Session]> {
    const { email } = await registered(app);
    return [await signedIn(app, email), await signedIn(app, email)];
  }

  it('is ended alone', async () => {
    const [here, elsewhere] = await two();

    await signOut(here);

    expect((await me(here.accessToken)).status).toBe(401);
    expect((await me(elsewhere.accessToken)).status).toBe(200);
  });

  it('is renewed alone', async () => {
    const [here, elsewhere] = await two();
    await renew(here).expect(201);

    await app.advance('PT11S');

    expect((await renew(elsewhere)).status).toBe(201);
    expect((await me(elsewhere.accessToken)).status).toBe(200);
  });
});

describe('a session that has ended', () => {
  const endOf = async ({ sessionId }: Session): Promise<unknown> =>
    (await app.sql('select ended_at, ended_because from sessions where id = $1', [fromWire('ses', sessionId)]))[0];

  it('keeps its end and its reason, whatever ends the others', async () => {
    const { email } = await registered(app);
    const session = await signedIn(app, email);
    await signOut(session);
    const end = await endOf(session);
    await app.advance('PT1M');

    const last = await signedIn(app, email);
    const body = { currentPassword: PASSWORD, newPassword: 'nine-loud-herons' };
    await app.http.put('/v1/me/password').set(bearer(last.accessToken)).send(body).expect(204);

    expect(end).toMatchObject({ ended_because: 'signed_out' });
    expect(await endOf(session)).toEqual(end);
    expect(await endOf(last)).toMatchObject({ ended_because: 'password_changed' });
  });

  it('is not ended again for a token that was used twice', async () => {
    const session = await signedIn(app, (await registered(app)).email);
    await signOut(session);
    const end = await endOf(session);
    await app.advance('PT1M');

    await app
      .get(UnitOfWork)
      .run((tx) =>
        app.get(SessionsRepository).end(tx, fromWire('ses', session.sessionId) ?? '', now(app), 'refresh_token_reused'),
      );

    expect(await endOf(session)).toEqual(end);
  });
});

describe('a role that was taken back', () => {
  it('is not taken back again, and ends no session again', async () => {
    const admin = await staff(app, 'admin');
    const { email, userId } = await registered(app);
    const put = (roles: string[]) =>
      app.http.put(`/v1/users/${userId}/staff-roles`).set(bearer(admin.token)).send({ roles }).expect(200);
    const grants = () => app.sql('select * from staff_role_grants where user_id = $1', [fromWire('usr', userId)]);
    await put(['finance']);
    await put([]);
    const before = await grants();
    const { accessToken } = await signedIn(app, email);
    await app.advance('PT1M');

    await put([]);

    expect(before).toMatchObject([{ role: 'finance', revoked_at: expect.any(Date) }]);
    expect(await grants()).toEqual(before);
    expect((await me(accessToken)).status).toBe(200);
  });
});
