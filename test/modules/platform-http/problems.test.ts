import { once } from 'node:events';
import { connect } from 'node:net';
import { bearer } from '../../support/index.js';
import { startProbe, type ProbeApp } from './probe-app.js';

const VARIANT = 'var_01hzy3v9qtf5r8m2k4w6x8y0za';

describe('problem documents', () => {
  let app: ProbeApp;

  beforeAll(async () => {
    app = await startProbe();
  });

  afterAll(() => app.stop());

  const post = (body: string, type = 'application/json') =>
    app.http.post('/v1/probes').set(bearer('buyer')).set('Content-Type', type).send(body);

  const probes = async (): Promise<number> => {
    const [row] = await app.sql<{ n: number }>('select count(*)::int as n from probes');
    return row?.n ?? -1;
  };

  it('describes a refusal with its page, its path and the id of the request', async () => {
    const answer = await app.http
      .post('/v1/probes?x=1')
      .set(bearer('buyer'))
      .set('Request-Id', 'test-request-1')
      .send({ name: 'taken', lines: [] });

    expect(answer.status).toBe(409);
    expect(answer.headers['content-type']).toBe('application/problem+json; charset=utf-8');
    expect(answer.headers['request-id']).toBe('test-request-1');
    expect(answer.body).toEqual({
      type: '/problems/probe_taken',
      title: 'Conflict with the current state',
      status: 409,
      detail: 'The probe taken is taken.',
      instance: '/v1/probes',
      code: 'probe_taken',
      requestId: 'test-request-1',
      retryable: false,
    });
    expect(await probes()).toBe(0);
  });

  it('speaks Chinese to who prefers it', async () => {
    const answer = await app.http
      .post('/v1/probes')
      .set(bearer('buyer'))
      .set('Accept-Language', 'en;q=0.5, zh-CN')
      .send({ name: '', lines: [] });

    expect(answer.headers['content-language']).toBe('zh');
    expect(answer.body.title).toBe('请求无法接受');
    expect(answer.body.errors).toEqual([{ pointer: '/name', code: 'is_length', message: '长度不符合要求' }]);
  });

  it('names each field that it does not accept by a JSON pointer', async () => {
    const answer = await app.http
      .post('/v1/probes')
      .set(bearer('buyer'))
      .send({
        name: 'a',
        role: 'admin',
        lines: [
          { quantity: 0, variantId: VARIANT },
          { quantity: 1, variantId: 'x' },
        ],
      });

    expect(answer.status).toBe(422);
    expect(answer.body.code).toBe('validation_failed');
    expect(answer.body.errors).toEqual([
      { pointer: '/role', code: 'unknown_field', message: 'is not a field of this request' },
      { pointer: '/lines/0/quantity', code: 'min', message: 'must not be less than 1' },
      { pointer: '/lines/1/variantId', code: 'matches', message: 'must be an identifier that starts with var_' },
    ]);
    expect(await probes()).toBe(0);
  });

  it('points into the query', async () => {
    const answer = await app.http.get('/v1/probes?limit=101');

    expect(answer.status).toBe(422);
    expect(answer.body.errors).toEqual([
      { pointer: '/query/limit', code: 'max', message: 'must not be greater than 100' },
    ]);
  });

  it('refuses a body that is missing like one without fields', async () => {
    const answer = await app.http.post('/v1/probes').set(bearer('buyer'));

    expect(answer.status).toBe(422);
    expect(answer.body.errors.map((error: { pointer: string }) => error.pointer)).toContain('/name');
  });

  it.each([
    ['broken JSON', '{"name":'],
    ['a duplicate name', '{"name":"a","name":"b","lines":[]}'],
    ['a duplicate name in disguise', '{"name":"a","n\\u0061me":"b","lines":[]}'],
    ['a prototype', '{"__proto__":{"x":1},"name":"a","lines":[]}'],
    ['a constructor deep inside', '{"name":"a","lines":[{"constructor":{}}]}'],
    ['21 levels', `{"name":${'['.repeat(20)}${']'.repeat(20)}}`],
  ])('refuses %s as malformed', async (_what, body) => {
    const answer = await post(body);

    expect(answer.status).toBe(400);
    expect(answer.body).toMatchObject({ code: 'malformed_request', retryable: false });
    expect(await probes()).toBe(0);
  });

  it('reads 20 levels and equal names in different objects', async () => {
    const answer = await post(`{"name":${'['.repeat(19)}${']'.repeat(19)},"lines":[{"quantity":1},{"quantity":1}]}`);

    expect(answer.status).toBe(422);
  });

  it('refuses a body over 1 MiB', async () => {
    const answer = await post(`{"name":"${'a'.repeat(1_048_576)}"}`);

    expect(answer.status).toBe(413);
    expect(answer.body.code).toBe('request_too_large');
  });

  it.each(['text/plain', 'application/x-www-form-urlencoded', 'application/xml'])('refuses %s', async (type) => {
    const answer = await post('name=a', type);

    expect(answer.status).toBe(415);
    expect(answer.body.code).toBe('unsupported_media_type');
  });

  it('tells which methods an address answers', async () => {
    const answer = await app.http.delete('/v1/probes').set(bearer('buyer'));

    expect(answer.status).toBe(405);
    expect(answer.headers.allow).toBe('GET, HEAD, POST');
    expect(answer.body.code).toBe('method_not_allowed');
  });

  it('knows nothing of other addresses', async () => {
    const answer = await app.http.get('/v1/nothing?here=1');

    expect(answer.status).toBe(404);
    expect(answer.body).toMatchObject({ code: 'route_not_found', instance: '/v1/nothing' });
  });

  it.each(['/v1/%ff', `/v1/probes/${'a'.repeat(400)}`])('refuses the address %s with a problem', async (path) => {
    const answer = await app.http.get(path);

    expect([400, 404, 414]).toContain(answer.status);
    expect(answer.headers['content-type']).toBe('application/problem+json; charset=utf-8');
  });

  it('answers what is not HTTP with a problem', async () => {
    const { hostname, port } = new URL(await app.nest.getUrl());
    const socket = connect(Number(port), hostname).setEncoding('utf8');
    socket.write('GET / HTTP/9.9\r\n\r\n');

    const answer = (await once(socket, 'data')).join('');

    expect(answer).toMatch(/^HTTP\/1\.1 400 Bad Request\r\n/);
    expect(JSON.parse(answer.split('\r\n\r\n')[1] ?? '')).toMatchObject({ code: 'malformed_request', status: 400 });
  });

  it('answers an identifier of another kind like an unknown one', async () => {
    const answer = await app.http.get(`/v1/probes/${VARIANT}`);

    expect(answer.status).toBe(404);
    expect(answer.body.code).toBe('not_found');
  });

  it('does not tell what went wrong inside', async () => {
    const answer = await app.http.get('/v1/probes/faults/any');

    expect(answer.status).toBe(500);
    expect(answer.body).toEqual({
      type: '/problems/internal_error',
      title: 'Internal error',
      status: 500,
      detail: 'Something went wrong on our side; quote the requestId when you report it.',
      instance: '/v1/probes/faults/any',
      code: 'internal_error',
      requestId: answer.headers['request-id'],
      retryable: false,
    });
  });

  it('serves the page behind the type, as HTML for browsers and as JSON else', async () => {
    const html = await app.http.get('/problems/probe_taken').set('Accept', 'text/html');
    const json = await app.http.get('/problems/probe_taken').set('Accept-Language', 'zh');
    const unknown = await app.http.get('/problems/no_such_code');

    expect(html.headers['content-type']).toBe('text/html; charset=utf-8');
    expect(html.text).toContain('<h1>probe_taken</h1>');
    expect(json.body).toEqual({
      code: 'probe_taken',
      status: 409,
      title: '与当前状态冲突',
      detail: '探针 {name} 已被占用。',
      retryable: false,
    });
    expect(unknown.status).toBe(404);
  });

  it('lists every problem', async () => {
    const json = await app.http.get('/problems');
    const html = await app.http.get('/problems').set('Accept', 'text/html');

    const codes = json.body.data.map((problem: { code: string }) => problem.code);
    expect(codes).toEqual(expect.arrayContaining(['internal_error', 'not_found', 'probe_taken', 'rate_limited']));
    expect(html.text).toContain('<a href="/problems/not_found">not_found</a>');
  });
});
