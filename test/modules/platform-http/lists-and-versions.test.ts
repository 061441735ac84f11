import { bearer } from '../../support/index.js';
import { startProbe, type ProbeApp } from './probe-app.js';

const ID = 'ord_01hzy3v9qtf5r8m2k4w6x8y0za';

describe('lists and versions', () => {
  let app: ProbeApp;

  beforeAll(async () => {
    app = await startProbe();
  });

  afterAll(() => app.stop());

  const page = async (query: string) => (await app.http.get(`/v1/probes?${query}`)).body;

  it('walks a list by cursors to its end', async () => {
    const first = await page('limit=2');
    const second = await page(`limit=2&cursor=${first.page.nextCursor}`);
    const third = await page(`limit=2&cursor=${second.page.nextCursor}`);

    const ids = [first, second, third].map(({ data }) => data.map(({ id }: { id: string }) => id));
    expect(ids).toEqual([['0', '1'], ['2', '3'], ['4']]);
    expect(first.page.hasMore).toBe(true);
    expect(third.page).toEqual({ hasMore: false, nextCursor: null });
  });

  it('refuses a cursor of another list, a forged one and nonsense', async () => {
    const { nextCursor } = (await page('limit=1')).page;
    const forged = `${Buffer.from('[3]').toString('base64url')}.${nextCursor.split('.')[1]}`;

    const otherList = await app.http.get(`/v1/probes/filtered?cursor=${nextCursor}`);

    expect(otherList.status).toBe(400);
    expect(otherList.body.code).toBe('cursor_invalid');
    expect((await page(`cursor=${forged}`)).code).toBe('cursor_invalid');
    expect((await page('cursor=nonsense')).code).toBe('cursor_invalid');
  });

  it('sends the version of a resource as its ETag', async () => {
    const answer = await app.http.get(`/v1/probes/${ID}`);

    expect(answer.headers.etag).toBe('"v3"');
  });

  it('does not send again what the client has', async () => {
    const detail = await app.http.get(`/v1/probes/${ID}`).set('If-None-Match', '"v3"');
    const list = await app.http.get('/v1/probes');
    const same = await app.http.get('/v1/probes').set('If-None-Match', list.headers.etag ?? '');

    expect(detail.status).toBe(304);
    expect(detail.text).toBe('');
    expect(same.status).toBe(304);
    expect(list.headers['cache-control']).toBe('public, max-age=15');
  });

  it('lets nobody store a personal answer', async () => {
    const own = await app.http.get('/v1/probes/me').set(bearer('buyer'));
    const known = await app.http.get('/v1/probes').set(bearer('buyer'));

    expect(own.headers['cache-control']).toBe('no-store');
    expect(known.headers['cache-control']).toBe('no-store');
  });

  it('changes a resource only from the version that was read', async () => {
    const patch = (etag?: string) => {
      const request = app.http.patch(`/v1/probes/${ID}`).set(bearer('buyer'));
      return (etag === undefined ? request : request.set('If-Match', etag)).send({ name: 'a' });
    };

    const [right, stale, missing, malformed] = [
      await patch('"v3"'),
      await patch('"v2"'),
      await patch(),
      await patch('3'),
    ];

    expect(right.status).toBe(200);
    expect(right.headers.etag).toBe('"v4"');
    expect([stale.status, stale.body.code]).toEqual([412, 'stale_version']);
    expect([missing.status, missing.body.code]).toEqual([428, 'version_required']);
    expect([malformed.status, malformed.body.code]).toEqual([422, 'validation_failed']);
  });

  it('sends security headers and no CORS to strangers', async () => {
    const answer = await app.http.get('/v1/probes').set('Origin', 'https://evil.example');

    expect(answer.headers['x-content-type-options']).toBe('nosniff');
    expect(answer.headers['content-security-policy']).toContain("default-src 'none'");
    expect(answer.headers['access-control-allow-origin']).toBeUndefined();
    expect(answer.headers['x-powered-by']).toBeUndefined();
  });
});
