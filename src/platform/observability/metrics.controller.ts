import { Controller, Get, Header, Inject, Req } from '@nestjs/common';
import { ApiExcludeController } from '@nestjs/swagger';
import type { FastifyRequest } from 'fastify';
import { Access } from '../auth/index.js';
import { CONFIG, isLoopback, type Config } from '../config/index.js';
import { NotFound } from '../http/http.errors.js';
import { Metrics } from './metrics.js';

@ApiExcludeController()
@Controller('metrics')
export class MetricsController {
  constructor(
    private readonly metrics: Metrics,
    @Inject(CONFIG) private readonly config: Pick<Config, 'sandbox'>,
  ) {}

  /** In a sandbox, for the machine itself; elsewhere they have a port of their own. Nobody else learns of them. */
  @Get()
  @Access({ roles: ['anyone'] })
  @Header('Content-Type', 'text/plain; version=0.0.4; charset=utf-8')
  async read(@Req() { ip }: FastifyRequest): Promise<string> {
    if (!this.config.sandbox || !isLoopback(ip)) throw new NotFound({ what: 'address' });
    return this.metrics.text();
  }
}
