import pg from 'pg';
import { migrate, migrateDown } from '../../../src/platform/database/index.js';
import { freshDatabase, type TestDatabase } from '../../support/database.js';

describe('migrations', () => {
  let database: TestDatabase;
  let client: pg.Client;

  beforeAll(async () => {
    database = await freshDatabase('template0');
    client = new pg.Client({ connectionString: database.url });
    await client.connect();
  });

  afterAll(async () => {
    await client.end();
    await database.drop();
  });

  const tables = async (): Promise<string[]> => {
    const found = await client.query<{ name: string }>(
      `select table_schema || '.' || table_name as name from information_schema.tables
        where table_schema not in ('pg_catalog', 'information_schema') and table_name <> 'migrations' order by 1`,
    );
    return found.rows.map((row) => row.name);
  };

  it('run up, down to nothing, and up to the same tables again', async () => {
    await migrate(database.url);
    const first = await tables();

    await migrateDown(database.url);
    const nothing = await tables();
    await migrate(database.url);

    expect(first.length).toBeGreaterThan(5);
    expect(nothing).toEqual([]);
    expect(await tables()).toEqual(first);
  });

  it('refuse a database where newer code has run as many', async () => {
    await client.query(
      `update migrations set timestamp = 9999999999998, name = 'Other9999999999998'
        where timestamp = (select max(timestamp) from migrations)`,
    );

    await expect(migrate(database.url)).rejects.toThrow(/newer schema than this code \(Other9999999999998\)/);
  });

  it('refuse a database that newer code has migrated', async () => {
    await client.query(`insert into migrations (timestamp, name) values (9999999999999, 'Later9999999999999')`);

    await expect(migrate(database.url)).rejects.toThrow(/newer schema than this code \(.*Later9999999999999\)/);
  });
});
