import { Controller, Get, HttpStatus, Res } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import type { FastifyReply } from 'fastify';
import { Access } from '../auth/index.js';
import { HealthView, ReadinessView } from './health.dto.js';
import { Readiness } from './readiness.js';

@ApiTags('health')
@Controller('health')
export class HealthController {
  constructor(private readonly readiness: Readiness) {}

  /** Whether the process runs. */
  @Get('live')
  @Access({ roles: ['anyone'] })
  live(): HealthView {
    return { status: 'ok' };
  }

  /** Whether the process can take requests; 503 names what is missing. */
  @Get('ready')
  @Access({ roles: ['anyone'] })
  async ready(@Res({ passthrough: true }) reply: FastifyReply): Promise<ReadinessView> {
    const checks = await this.readiness.all();
    const isReady = checks.every((check) => check.isReady);
    if (!isReady) void reply.code(HttpStatus.SERVICE_UNAVAILABLE).header('Retry-After', '5');
    return { status: isReady ? 'ok' : 'unavailable', checks };
  }
}
