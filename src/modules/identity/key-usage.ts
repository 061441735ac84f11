import { Injectable, Logger, type BeforeApplicationShutdown, type OnModuleInit } from '@nestjs/common';
import { ApiKeysRepository } from './api-keys.repository.js';

const FLUSH_EVERY_MS = 10_000;

/** Remembers when keys were last used and writes it in batches: a request never waits for it. */
@Injectable()
export class KeyUsage implements OnModuleInit, BeforeApplicationShutdown {
  private readonly log = new Logger('KeyUsage');
  private uses = new Map<string, Date>();
  private timer?: NodeJS.Timeout;

  constructor(private readonly keys: ApiKeysRepository) {}

  onModuleInit(): void {
    this.timer = setInterval(() => void this.flush(), FLUSH_EVERY_MS).unref();
  }

  async beforeApplicationShutdown(): Promise<void> {
    clearInterval(this.timer);
    await this.flush();
  }

  note(keyId: string, at: Date): void {
    this.uses.set(keyId, at);
  }

  async flush(): Promise<void> {
    if (this.uses.size === 0) return;
    const uses = this.uses;
    this.uses = new Map();
    await this.keys.touch(uses).catch((error: Error) => this.log.warn(`Uses of keys were not noted: ${error.message}`));
  }
}
