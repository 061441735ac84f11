import type { StaffRole } from '../../src/kernel/index.js';
import type { TestApp } from './app.js';

export interface Person {
  /** Wire form, `usr_…`. */
  readonly userId: string;
  readonly token: string;
}

export interface PersonFields {
  readonly email?: string;
  readonly displayName?: string;
  readonly country?: string;
  readonly staffRoles?: readonly StaffRole[];
  readonly createdAt?: string;
}

/** A signed-in person whose session outlives every move of the clock. */
export async function buyer(app: TestApp, fields: PersonFields = {}): Promise<Person> {
  const answer = await app.http.post('/v1/sandbox/users').send(fields);
  if (answer.status !== 201) throw new Error(`No person was made: ${answer.text}`);
  return answer.body as Person;
}

/** A person with these roles of the marketplace's staff. */
export function staff(app: TestApp, ...staffRoles: StaffRole[]): Promise<Person> {
  return buyer(app, { displayName: staffRoles.join(' and '), staffRoles });
}

export const PASSWORD = 'seven-quiet-otters';

let count = 0;

export const freshEmail = (): string => `person-${process.pid}-${(count += 1)}@example.com`;

/** A person who registered with a password. */
export async function registered(app: TestApp, fields: object = {}): Promise<{ userId: string; email: string }> {
  const email = freshEmail();
  const body = { email, password: PASSWORD, displayName: 'Ada', country: 'DE', ...fields };
  const answer = await app.http.post('/v1/users').send(body);
  if (answer.status !== 201) throw new Error(`Nobody was registered: ${answer.text}`);
  return { userId: (answer.body as { userId: string }).userId, email: body.email };
}

export interface Session {
  readonly sessionId: string;
  readonly accessToken: string;
  readonly refreshToken: string;
  readonly accessTokenExpiresAt: string;
  readonly refreshTokenExpiresAt: string;
  readonly sessionExpiresAt: string;
}

export async function signedIn(app: TestApp, email: string, device = 'a browser'): Promise<Session> {
  const answer = await app.http.post('/v1/sessions').set('User-Agent', device).send({ email, password: PASSWORD });
  if (answer.status !== 201) throw new Error(`Not signed in: ${answer.text}`);
  return answer.body as Session;
}
