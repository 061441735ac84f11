import pg from 'pg';
import type { DataSource } from 'typeorm';
import { Db } from '../../../src/platform/database/index.js';
import { CommitUnresolved, hasCommitted } from '../../../src/platform/database/commit-fate.js';
import { ASK_MARK, type Mark } from '../../../src/platform/database/tx.js';
import { OwnPostgres } from '../crash/own-postgres.js';

/** A server gives numbers of transactions out again that a crash has left no trace of. */
describe('a transaction whose server has crashed', () => {
  let postgres: OwnPostgres;
  let pool: pg.Pool;
  let db: Db;

  beforeAll(async () => {
    postgres = await OwnPostgres.start();
    pool = new pg.Pool({ connectionString: postgres.url, max: 2 });
    pool.on('error', () => undefined);
    db = new Db({ driver: { master: pool } } as unknown as DataSource);
    await pool.query('create table kept (n int)');
  }, 60_000);

  afterAll(async () => {
    await pool.end();
    await postgres.stop();
  });

  /** Of a transaction that has written and does not end otherwise than by the server's death. */
  async function lost(): Promise<Mark> {
    const client = await pool.connect();
    client.on('error', () => undefined);
    await client.query('begin');
    await client.query('insert into kept values (1)');
    const { rows } = await client.query<Mark>(ASK_MARK);
    await postgres.crash();
    client.release(true);
    return rows[0] as Mark;
  }

  /** Commits others, until one has the number or a later one. */
  async function committedAs(id: string): Promise<string> {
    for (;;) {
      const { rows } = await pool.query<Mark>(`insert into kept values (2) returning pg_current_xact_id()::text as id`);
      const last = rows[0]?.id ?? '';
      if (BigInt(last) >= BigInt(id)) return last;
    }
  }

  it('is not taken for another one that has its number', async () => {
    let mark = await lost();
    expect(await hasCommitted(db, mark)).toBe(false);
    for (let tries = 1; (await committedAs(mark.id)) !== mark.id && tries < 5; tries += 1) mark = await lost();

    await expect(hasCommitted(db, mark)).rejects.toThrow(CommitUnresolved);
    expect((await pool.query('select from kept where n = 1')).rowCount).toBe(0);
    expect((await pool.query('select from kept where xmin::text = $1', [mark.id])).rowCount).toBe(1);
  }, 120_000);
});
