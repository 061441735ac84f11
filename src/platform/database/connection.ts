import type { PoolClient } from 'pg';
import type { Db } from './db.js';

/** The connection broke during a transaction, and nothing of it is kept. */
export class ConnectionLost extends Error {
  override name = 'ConnectionLost';
  /** `connection_failure`, so that the work is done again. */
  readonly code = '08006';

  constructor(cause: unknown) {
    super('The connection to the database was lost', { cause });
  }
}

/** A connection of the pool for one transaction; one that broke is not given back. */
export class Connection {
  isLost = false;

  private constructor(readonly client: PoolClient) {
    client.on('error', this.lose);
  }

  static async of({ pool }: Db): Promise<Connection> {
    return new Connection(await pool.connect());
  }

  readonly lose = (): void => {
    this.isLost = true;
  };

  release(): void {
    this.client.off('error', this.lose);
    this.client.release(this.isLost);
  }
}
