import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { text } from 'node:stream/consumers';
import { bearer, startApp, type TestApp } from '../../support/index.js';
import { freshEmail, PASSWORD, signedIn, staff } from '../../support/world.identity.js';

interface Answer {
  readonly code: number | null;
  readonly out: string;
  readonly err: string;
}

const TOOL = ['scripts/start.cjs', 'tools/admin-create/main'];

describe('admin:create', () => {
  let app: TestApp;

  beforeAll(async () => {
    app = await startApp();
  });

  afterAll(() => app.stop());

  async function create(args: readonly string[], password = `${PASSWORD}\n`): Promise<Answer> {
    const env = { ...process.env, NODE_ENV: 'test', DATABASE_URL: app.config.databaseUrl, NODE_OPTIONS: '' };
    const child = spawn(process.execPath, [...TOOL, ...args], { env });
    child.stdin.on('error', () => {});
    child.stdin.end(password);
    const closed = once(child, 'close') as Promise<[number | null]>;
    const [out, err, [code]] = await Promise.all([text(child.stdout), text(child.stderr), closed]);
    return { code, out, err };
  }

  const admins = async (): Promise<object[]> =>
    app.sql<object>(`select granted_by from staff_role_grants where role = 'admin' and revoked_at is null`);
  const people = async (): Promise<object[]> => app.sql<object>('select id from users order by id');

  it('refuses wrong settings, addresses and passwords, and makes nobody', async () => {
    const before = await people();

    const answers = await Promise.all([
      create(['--email', freshEmail(), '--password', PASSWORD]),
      create(['--email', 'nobody'], ''),
      create(['--email', freshEmail()], 'password1'),
    ]);

    expect(answers.map(({ code, out }) => [code, out])).toEqual(answers.map(() => [1, '']));
    expect(answers.map(({ err }) => err)).toEqual([
      expect.stringMatching(/^Unknown option '--password'/),
      expect.stringMatching(/^validation_failed: .*\nemail must be an email\npassword must be longer/),
      'weak_password: This password is too easy to guess; choose another one.\n',
    ]);
    expect(await people()).toEqual(before);
  });

  it('makes one first administrator of two that are made at once, who signs in and appoints others', async () => {
    const emails = [freshEmail(), freshEmail()] as const;

    const answers = await Promise.all(emails.map((email) => create(['--email', email, '--name', 'Root'])));

    expect(answers.map(({ code }) => code).sort()).toEqual([0, 1]);
    expect(answers.find(({ code }) => code === 1)).toEqual({
      code: 1,
      out: '',
      err: 'admin_exists: There is an administrator already, who can make others; --another makes one all the same.\n',
    });
    expect(await admins()).toEqual([{ granted_by: 'operator' }]);
    const made = answers[0]?.code === 0 ? emails[0] : emails[1];
    const { accessToken } = await signedIn(app, made);
    const me = await app.http.get('/v1/me').set(bearer(accessToken));
    expect(me.body).toMatchObject({ displayName: 'Root', staffRoles: ['admin'] });
    const other = await staff(app, 'moderator');
    const appointed = await app.http
      .put(`/v1/users/${other.userId}/staff-roles`)
      .set(bearer(accessToken))
      .send({ roles: ['risk'] });
    expect(appointed.status).toBe(200);
  });

  it('makes another one when it is told to, but not for an address that is taken', async () => {
    const email = freshEmail();

    const made = await create(['--email', email, '--another']);
    const taken = await create(['--email', email, '--another']);

    expect([made.code, taken.code]).toEqual([0, 1]);
    expect(made.out).toMatch(/^usr_[0-9a-z]{26} is an administrator and signs in at POST \/v1\/sessions\.\n$/);
    expect(taken.err).toBe('email_taken: An account with this e-mail address exists.\n');
    expect(await admins()).toHaveLength(2);
  });
});
