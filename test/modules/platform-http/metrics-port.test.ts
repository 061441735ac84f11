import { once } from 'node:events';
import { createServer } from 'node:http';
import { Metrics } from '../../../src/platform/observability/index.js';
import { MetricsServer } from '../../../src/platform/observability/metrics.server.js';
import { freePort } from '../../support/free-port.js';
import { startProbe, type ProbeApp } from './probe-app.js';

describe('metrics', () => {
  let app: ProbeApp | undefined;

  afterEach(async () => {
    await app?.stop();
    app = undefined;
  });

  it('are not told at the port of the API outside of a sandbox', async () => {
    app = await startProbe({ sandbox: false });

    const answer = await app.http.get('/metrics');

    expect(answer.status).toBe(404);
    expect(answer.body.code).toBe('not_found');
  });

  it('are told to the machine of a sandbox, and not to another one', async () => {
    app = await startProbe({ trustedProxies: ['127.0.0.1'] });

    const stranger = await app.http.get('/metrics').set('X-Forwarded-For', '203.0.113.9');
    const itself = await app.http.get('/metrics');

    expect(itself.status).toBe(200);
    expect(stranger.status).toBe(404);
    expect(stranger.text).not.toContain('souk_');
  });

  it('have a port of their own, which answers nothing else', async () => {
    const metricsPort = await freePort();
    app = await startProbe({ sandbox: false, metricsPort });
    await app.http.get('/health/live');

    const scraped = await fetch(`http://127.0.0.1:${metricsPort}/metrics`);
    const other = await fetch(`http://127.0.0.1:${metricsPort}/health/live`);

    expect(scraped.status).toBe(200);
    expect(scraped.headers.get('content-type')).toContain('text/plain');
    expect(await scraped.text()).toContain('route="/health/live",status="200"} 1');
    expect(other.status).toBe(404);
    await app.stop();
    app = undefined;
    await expect(fetch(`http://127.0.0.1:${metricsPort}/metrics`)).rejects.toThrow();
  });

  it('keep a process from starting whose port for them is in use, with one line', async () => {
    const metricsPort = await freePort();
    const other = createServer().listen(metricsPort, '127.0.0.1');
    await once(other, 'listening');

    const server = new MetricsServer(new Metrics(), { metricsPort, metricsHost: '127.0.0.1' });

    await expect(server.onApplicationBootstrap()).rejects.toThrow(`Port ${metricsPort} (SOUK_METRICS_PORT) is in use`);
    other.close();
  });
});
