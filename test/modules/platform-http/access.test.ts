import { DiscoveryModule } from '@nestjs/core';
import { Test } from '@nestjs/testing';
import { DeclaredRoutes } from '../../../src/platform/auth/index.js';
import { bearer } from '../../support/index.js';
import { UndeclaredModule, USER } from './fixture.js';
import { startProbe, type ProbeApp } from './probe-app.js';

describe('access to routes', () => {
  let app: ProbeApp;

  beforeAll(async () => {
    app = await startProbe();
  });

  afterAll(() => app.stop());

  const statusOf = async (path: string, token?: string): Promise<number> => {
    const answer = await app.http.get(path).set(token === undefined ? {} : bearer(token));
    return answer.status;
  };

  it('lets a signed-in person in under their own identity', async () => {
    const answer = await app.http.get('/v1/probes/me').set(bearer('buyer'));

    expect(answer.status).toBe(200);
    expect(answer.body).toEqual({ userId: USER });
  });

  it('asks for credentials where there are none', async () => {
    const answer = await app.http.get('/v1/probes/me');

    expect(answer.status).toBe(401);
    expect(answer.headers['www-authenticate']).toBe('Bearer realm="souk"');
    expect(answer.body).toMatchObject({ code: 'unauthenticated', status: 401, type: '/problems/unauthenticated' });
  });

  it.each(['nobody', 'souk_test_unknown', 'a b'])('refuses the unknown credential “%s”', async (token) => {
    expect(await statusOf('/v1/probes/me', token)).toBe(401);
  });

  it('refuses an unknown credential on a public route too', async () => {
    expect(await statusOf('/v1/probes')).toBe(200);
    expect(await statusOf('/v1/probes', 'nobody')).toBe(401);
  });

  it('refuses credentials of another scheme', async () => {
    const answer = await app.http.get('/v1/probes/me').set('Authorization', 'Basic YTpi');

    expect(answer.status).toBe(401);
  });

  it('ignores a token in the address', async () => {
    expect(await statusOf('/v1/probes/me?access_token=buyer')).toBe(401);
  });

  it('opens a staff route to its role and to admins only', async () => {
    expect(await statusOf('/v1/probes/queue', 'moderator')).toBe(200);
    expect(await statusOf('/v1/probes/queue', 'admin')).toBe(200);
    expect(await statusOf('/v1/probes/queue', 'buyer')).toBe(403);
    expect(await statusOf('/v1/probes/queue', 'souk_test_writer')).toBe(403);
  });

  it('opens a seller route to members and to keys with the scope', async () => {
    expect(await statusOf('/v1/probes/shop', 'member')).toBe(200);
    expect(await statusOf('/v1/probes/shop', 'souk_test_writer')).toBe(200);
    expect(await statusOf('/v1/probes/shop', 'souk_test_reader')).toBe(403);
    expect(await statusOf('/v1/probes/shop', 'buyer')).toBe(403);
  });

  it('does not let a key act as a person', async () => {
    expect(await statusOf('/v1/probes/me', 'souk_test_writer')).toBe(403);
  });

  it('does not start with a route that declares no access', async () => {
    const module = await Test.createTestingModule({
      imports: [DiscoveryModule, UndeclaredModule],
      providers: [DeclaredRoutes],
    }).compile();

    const starting = module.init();

    await expect(starting).rejects.toThrow('Routes without an @Access declaration: OpenController.forgotten');
  });
});
