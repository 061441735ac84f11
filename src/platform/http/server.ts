import { FastifyAdapter, type NestFastifyApplication } from '@nestjs/platform-fastify';
import type { Config } from '../config/index.js';

/** The HTTP server with its limits; pass it to `NestFactory.create`. */
export function createAdapter(_config: Config): FastifyAdapter {
  return new FastifyAdapter({ bodyLimit: 1_048_576 });
}

/** Everything in front of and behind the controllers. Call it before `app.init()` or `app.listen()`. */
export async function configureHttp(_app: NestFastifyApplication, _config: Config): Promise<void> {}
