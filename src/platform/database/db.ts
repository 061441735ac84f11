import { Injectable } from '@nestjs/common';
import { DataSource } from 'typeorm';
import type { Pool } from 'pg';
import { runPooled } from './prepared.js';
import type { Statement } from './statement.js';

/** Reads outside a transaction: one prepared statement on a pooled connection, plain rows. */
@Injectable()
export class Db {
  constructor(private readonly source: DataSource) {}

  query<V extends readonly unknown[], R>(statement: Statement<V, R>, values: V): Promise<R[]> {
    return runPooled(this.pool, statement, values);
  }

  async queryOne<V extends readonly unknown[], R>(statement: Statement<V, R>, values: V): Promise<R | undefined> {
    const rows = await this.query(statement, values);
    return rows[0];
  }

  /** For what must listen or hold a connection of its own; hand it back. */
  get pool(): Pool {
    return (this.source.driver as unknown as { master: Pool }).master;
  }
}
