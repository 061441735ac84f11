import { buildOpenApi } from '../../../src/platform/http/index.js';
import { startProbe, type ProbeApp } from './probe-app.js';

describe('the OpenAPI document', () => {
  let app: ProbeApp;
  let document: ReturnType<typeof buildOpenApi>;

  beforeAll(async () => {
    app = await startProbe();
    document = buildOpenApi(app.nest);
  });

  afterAll(() => app.stop());

  const operation = (path: string, method: 'get' | 'post' | 'patch') => document.paths[path]?.[method];

  it('is served whole and for each audience', async () => {
    const whole = await app.http.get('/openapi.json');
    const finance = await app.http.get('/openapi/finance.json');
    const moderator = await app.http.get('/openapi/moderator.json');

    expect(whole.body.openapi).toBe('3.1.0');
    expect(Object.keys(whole.body.paths)).toContain('/v1/probes/me');
    expect(Object.keys(finance.body.paths)).not.toContain('/v1/probes/queue');
    expect(Object.keys(moderator.body.paths)).toContain('/v1/probes/queue');
    expect(Object.keys(moderator.body.paths)).not.toContain('/v1/probes/me');
  });

  it('says who may call what', () => {
    const shop = operation('/v1/probes/shop', 'get');

    expect(shop).toMatchObject({
      operationId: 'probes_shop',
      'x-access': { roles: ['seller'], scope: 'probes:write' },
      security: [{ session: [] }, { apiKey: [] }],
    });
    expect(operation('/v1/probes', 'get')?.security).toEqual([{}, { session: [] }, { apiKey: [] }]);
  });

  it('names every refusal of an operation by reference', () => {
    expect(operation('/v1/probes', 'post')?.responses).toMatchObject({
      400: { $ref: '#/components/responses/idempotency_key_required.malformed_request' },
      401: { $ref: '#/components/responses/unauthenticated' },
      403: { $ref: '#/components/responses/forbidden' },
      409: { $ref: '#/components/responses/idempotency_key_in_use.probe_taken' },
      413: { $ref: '#/components/responses/request_too_large' },
      415: { $ref: '#/components/responses/unsupported_media_type' },
      422: { $ref: '#/components/responses/idempotency_key_reused.validation_failed' },
      429: { $ref: '#/components/responses/rate_limited' },
      503: { $ref: '#/components/responses/unavailable' },
    });
    expect(Object.keys(operation('/v1/probes/{probeId}', 'patch')?.responses ?? {})).toEqual(
      expect.arrayContaining(['404', '412', '428']),
    );
  });

  it('has a component for each reference', () => {
    const text = JSON.stringify(document);
    const references = [...text.matchAll(/"#\/components\/(\w+)\/([^"]+)"/g)];
    const components = document.components as Record<string, Record<string, unknown>>;

    const missing = references.filter(([, kind = '', name = '']) => components[kind]?.[name] === undefined);

    expect(missing).toEqual([]);
    expect(references.length).toBeGreaterThan(20);
  });

  it('describes the headers that a route reads', () => {
    const headers = (path: string, method: 'post' | 'patch') =>
      (operation(path, method)?.parameters ?? []).filter((each) => 'in' in each && each.in === 'header');

    expect(headers('/v1/probes/transfers', 'post')).toMatchObject([{ name: 'Idempotency-Key', required: true }]);
    expect(headers('/v1/probes', 'post')).toMatchObject([{ name: 'Idempotency-Key', required: false }]);
    expect(headers('/v1/probes/{probeId}', 'patch')).toMatchObject([{ name: 'If-Match', required: true }]);
  });

  it('carries the rules of bodies and queries over', () => {
    const limit = operation('/v1/probes', 'get')?.parameters?.find((each) => 'name' in each && each.name === 'limit');

    expect(limit).toMatchObject({ schema: { type: 'integer', minimum: 1, maximum: 100, default: 20 } });
  });
});
