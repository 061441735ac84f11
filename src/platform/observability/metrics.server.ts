import { once } from 'node:events';
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import { Inject, Injectable, type OnApplicationBootstrap, type OnApplicationShutdown } from '@nestjs/common';
import { CONFIG, type Config } from '../config/index.js';
import { portFailure } from '../embedded-postgres/index.js';
import { Metrics } from './metrics.js';

/** Publishes `/metrics` on a port of its own, for whoever may reach it: of an API and of a worker. */
@Injectable()
export class MetricsServer implements OnApplicationBootstrap, OnApplicationShutdown {
  private server: Server | undefined;

  constructor(
    private readonly metrics: Metrics,
    @Inject(CONFIG) private readonly config: Pick<Config, 'metricsPort' | 'metricsHost'>,
  ) {}

  /** @throws StartFailure when the port is taken */
  async onApplicationBootstrap(): Promise<void> {
    const { metricsPort: port, metricsHost: host } = this.config;
    if (port === undefined) return;
    const server = createServer((request, reply) => void this.answer(request, reply)).listen(port, host);
    await once(server, 'listening').catch((error: NodeJS.ErrnoException) => {
      throw portFailure(error, port, 'SOUK_METRICS_PORT');
    });
    this.server = server;
  }

  onApplicationShutdown(): void {
    this.server?.close();
    this.server?.closeAllConnections();
  }

  private async answer({ method, url }: IncomingMessage, reply: ServerResponse): Promise<void> {
    if (method !== 'GET' || url !== '/metrics') {
      reply.writeHead(404).end();
      return;
    }
    try {
      const text = await this.metrics.text();
      reply.writeHead(200, { 'content-type': 'text/plain; version=0.0.4; charset=utf-8' }).end(text);
    } catch {
      reply.writeHead(503).end();
    }
  }
}
