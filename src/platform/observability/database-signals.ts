import { Injectable, type OnModuleInit } from '@nestjs/common';
import { Db, loadMigrations, statement } from '../database/index.js';
import { Metrics } from './metrics.js';
import { Readiness } from './readiness.js';

const ping = statement<[], { one: number }>('observability.ping', 'select 1 as "one"');

const applied = statement<[], { name: string }>('observability.migrations', 'select name from migrations');

/** What the database shows of itself: readiness, the state of its schema, its connection pool. */
@Injectable()
export class DatabaseSignals implements OnModuleInit {
  private hasMigrated = false;

  constructor(
    private readonly db: Db,
    private readonly readiness: Readiness,
    private readonly metrics: Metrics,
  ) {}

  onModuleInit(): void {
    this.readiness.register('database', () => this.db.query(ping, []));
    this.readiness.register('migrations', () => this.migrated());
    const { pool } = this.db;
    this.metrics.gauge('souk_pool_connections', 'Open database connections', () => pool.totalCount);
    this.metrics.gauge('souk_pool_idle', 'Idle database connections', () => pool.idleCount);
    this.metrics.gauge('souk_pool_waiting', 'Work that waits for a database connection', () => pool.waitingCount);
  }

  /** A schema never goes back, so it is asked until it is current. */
  private async migrated(): Promise<void> {
    if (this.hasMigrated) return;
    const done = new Set((await this.db.query(applied, [])).map(({ name }) => name));
    const missing = (await loadMigrations()).filter((migration) => !done.has(migration.name));
    if (missing.length > 0) throw new Error('Migrations are pending');
    this.hasMigrated = true;
  }
}
