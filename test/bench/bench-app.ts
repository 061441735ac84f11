import 'reflect-metadata';
import type { NestFastifyApplication } from '@nestjs/platform-fastify';
import { createApp } from '../../src/app.js';
import type { ModuleEntry } from '../../src/app.module.js';
import { loadConfig } from '../../src/platform/config/index.js';

/** A part of the marketplace on the bench's database, with the settings of the application; its jobs do not run. */
export async function openApp(...modules: readonly ModuleEntry[]): Promise<NestFastifyApplication> {
  const { DATABASE_URL: databaseUrl = '' } = process.env;
  const app = await createApp({ ...loadConfig(process.env), databaseUrl, role: 'api' }, modules);
  return app.init();
}

/** Processor seconds of this process for 1,000 pieces of work, since `before`. */
export function cpuPer1000(before: NodeJS.CpuUsage, pieces: number): number {
  const { user, system } = process.cpuUsage(before);
  return (user + system) / 1000 / pieces;
}

/** The most memory that this process has taken while it worked, beside what it had before. */
export async function memoryOf(work: () => Promise<unknown>): Promise<{ before: number; peak: number }> {
  const rss = (): number => process.memoryUsage.rss() / 2 ** 20;
  const before = rss();
  let peak = before;
  const look = setInterval(() => (peak = Math.max(peak, rss())), 20);
  await work().finally(() => clearInterval(look));
  return { before, peak: Math.max(peak, rss()) };
}
