import { fromWire } from '../../../src/kernel/index.js';
import { bearer, startApp, type TestApp } from '../../support/index.js';
import { PASSWORD, registered, signedIn, staff, type Session } from '../../support/world.identity.js';
import { onStage, type Stop } from '../../prove/locks/stage.js';

interface Answer {
  readonly status: number;
  readonly body: unknown;
}

describe('a session that two come to', () => {
  let app: TestApp;
  const stage = onStage();

  beforeAll(async () => {
    app = await startApp();
  });
  afterAll(() => app.stop());

  async function meet(statement: string, stop: Stop, first: () => Promise<Answer>, second: () => Promise<Answer>) {
    const { met, outcomes } = await stage.meet(app, { statement, stop }, first, second);
    expect(met).toBe(true);
    return outcomes;
  }
  const statuses = (answers: readonly Answer[]): number[] => answers.map(({ status }) => status);
  const me = (token: string) => app.http.get('/v1/me').set(bearer(token));
  const signIn = (email: string, password = PASSWORD) => app.http.post('/v1/sessions').send({ email, password });
  const refresh = (refreshToken: string, device: string) => async () =>
    app.http.post('/v1/sessions/refresh').set('User-Agent', device).send({ refreshToken });
  const change = (token: string, newPassword: string) => async () =>
    app.http.put('/v1/me/password').set(bearer(token)).send({ currentPassword: PASSWORD, newPassword });

  it('ends when two devices renew it with one token at the same moment', async () => {
    const { refreshToken } = await signedIn(app, (await registered(app)).email, 'a browser');

    const answers = await meet(
      'identity.lock-refresh-token',
      'after',
      refresh(refreshToken, 'a browser'),
      refresh(refreshToken, 'another browser'),
    );

    expect(statuses(answers)).toEqual([201, 401]);
    expect((await me((answers[0].body as Session).accessToken)).status).toBe(401);
  });

  it('ends with the roles of the person, also while it is being opened', async () => {
    const admin = await staff(app, 'admin');
    const { email, userId } = await registered(app);

    const answers = await meet(
      'identity.insert-session',
      'before',
      async () => signIn(email),
      async () =>
        app.http
          .put(`/v1/users/${userId}/staff-roles`)
          .set(bearer(admin.token))
          .send({ roles: ['finance'] }),
    );

    expect(statuses(answers)).toEqual([201, 200]);
    expect((await me((answers[0].body as Session).accessToken)).status).toBe(401);
  });

  it('is ended for the reason that came first', async () => {
    const { accessToken, sessionId } = await signedIn(app, (await registered(app)).email);

    const answers = await meet(
      'identity.end-session-by-token',
      'before',
      async () => app.http.delete('/v1/sessions/current').set(bearer(accessToken)),
      change(accessToken, 'nine-loud-herons'),
    );

    expect(statuses(answers)).toEqual([204, 204]);
    expect(await app.sql('select ended_because from sessions where id = $1', [fromWire('ses', sessionId)])).toEqual([
      { ended_because: 'password_changed' },
    ]);
  });

  it('changes the password once for two who know the old one', async () => {
    const { email } = await registered(app);
    const { accessToken } = await signedIn(app, email);

    const answers = await meet(
      'identity.replace-password-hash',
      'before',
      change(accessToken, 'five-slow-badgers'),
      change(accessToken, 'nine-loud-herons'),
    );

    expect(statuses(answers)).toEqual([401, 204]);
    expect((await signIn(email, 'five-slow-badgers')).status).toBe(401);
    expect((await signIn(email, 'nine-loud-herons')).status).toBe(201);
  });
});
