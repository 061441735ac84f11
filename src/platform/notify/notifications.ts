import { Inject, Injectable, Logger, type OnApplicationShutdown } from '@nestjs/common';
import pg from 'pg';
import { CONFIG, type RunningConfig } from '../config/index.js';

const RECONNECT_MS = 500;

/**
 * Wake-ups between processes over PostgreSQL's LISTEN and NOTIFY, on one connection of its own. A wake-up may be lost
 * while the connection is rebuilt, so listeners are called once after each reconnection and must not count calls.
 */
@Injectable()
export class Notifications implements OnApplicationShutdown {
  private readonly logger = new Logger(Notifications.name);
  private readonly listeners = new Map<string, (() => void)[]>();
  private client: pg.Client | undefined;
  private connecting: Promise<void> | undefined;
  private retry: NodeJS.Timeout | undefined;
  private closed = false;

  constructor(@Inject(CONFIG) private readonly config: RunningConfig) {}

  /** Resolves when the channel is being listened to. @throws Error when the database cannot be reached. */
  async on(channel: string, listener: () => void): Promise<void> {
    const known = this.listeners.get(channel);
    this.listeners.set(channel, [...(known ?? []), listener]);
    this.connecting ??= this.connect();
    await this.connecting;
    if (!known) await this.client?.query(`listen ${pg.escapeIdentifier(channel)}`);
  }

  async onApplicationShutdown(): Promise<void> {
    this.closed = true;
    clearTimeout(this.retry);
    await this.connecting?.catch(() => {});
    await this.client?.end();
  }

  private async connect(): Promise<void> {
    const client = new pg.Client({
      connectionString: this.config.databaseUrl,
      application_name: `souk-${this.config.role}-listen`,
      keepAlive: true,
    });
    client.on('error', () => {});
    client.on('end', () => this.reconnect(client));
    client.on('notification', ({ channel }) => this.call(channel));
    await client.connect();
    this.client = client;
    for (const channel of this.listeners.keys()) await client.query(`listen ${pg.escapeIdentifier(channel)}`);
  }

  private reconnect(lost: pg.Client): void {
    if (this.closed || this.client !== lost) return;
    this.logger.warn('The connection for wake-ups was lost');
    this.client = undefined;
    const again = (): void => {
      this.retry = setTimeout(() => {
        this.connecting = this.connect();
        this.connecting.then(() => this.callAll()).catch(again);
      }, RECONNECT_MS);
    };
    again();
  }

  private call(channel: string): void {
    for (const listener of this.listeners.get(channel) ?? []) listener();
  }

  private callAll(): void {
    for (const channel of this.listeners.keys()) this.call(channel);
  }
}
