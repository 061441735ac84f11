import pg from 'pg';
import { runPooled, runPrepared } from '../../../src/platform/database/prepared.js';
import { statement } from '../../../src/platform/database/index.js';
import { freshDatabase, type TestDatabase } from '../../support/database.js';

const typed = statement<[count: number, at: Date, note: string | null], Record<string, unknown>>(
  'prepared-test.typed',
  `select n, $2::timestamptz + n * interval '1 day' as at, $3::text as note, jsonb_build_object('n', n) as doc, array[n, 1] as list
     from generate_series(1, $1::int) n`,
);
const divided = statement<[by: number], { result: number }>('prepared-test.divided', 'select 12 / $1::int as result');
const written = statement<[n: number], never>('prepared-test.written', 'insert into numbers (n) values ($1)');
const numbers = statement<[], { n: number }>('prepared-test.numbers', 'select * from numbers order by n');

describe('a statement that is run again', () => {
  let database: TestDatabase;
  let pool: pg.Pool;
  let client: pg.PoolClient;

  beforeAll(async () => {
    database = await freshDatabase('template0');
    pool = new pg.Pool({ connectionString: database.url, max: 1, pipeline: true } as pg.PoolConfig);
    client = await pool.connect();
    await client.query('create table numbers (n int primary key)');
  });

  afterAll(async () => {
    await pool.end();
    await database.drop();
  });

  it('reads rows of the same types as at first, also where there are none', async () => {
    const at = new Date('2026-03-01T00:00:00Z');

    const first = await runPrepared(client, typed, [2, at, null]);
    const none = await runPrepared(client, typed, [0, at, 'x']);
    const again = await runPrepared(client, typed, [2, at, null]);

    expect(first).toEqual([
      { n: 1, at: new Date('2026-03-02T00:00:00Z'), note: null, doc: { n: 1 }, list: [1, 1] },
      { n: 2, at: new Date('2026-03-03T00:00:00Z'), note: null, doc: { n: 2 }, list: [2, 1] },
    ]);
    expect(none).toEqual([]);
    expect(again).toEqual(first);
  });

  it('is told what refuses it, each time, and goes on', async () => {
    const ask = async (by: number): Promise<unknown> =>
      runPrepared(client, divided, [by]).then(
        ([row]) => row?.result,
        (error: Error) => error,
      );

    const answers = [await ask(0), await ask(3), await ask(0), await ask(4)];

    const refused = expect.objectContaining({ code: '22012', message: 'division by zero' }) as unknown;
    expect(answers).toEqual([refused, 4, refused, 3]);
    expect((answers[2] as Error).stack).toContain('prepared.test.ts');
  });

  it('answers each of several that left together, before and after its rows are known', async () => {
    const together = async (ns: readonly number[]): Promise<unknown[]> => {
      const [rows] = await Promise.all([
        runPrepared(client, numbers, []),
        ...ns.map((n) => runPrepared(client, written, [n])),
      ]);
      return [rows.map(({ n }) => n), (await runPrepared(client, numbers, [])).map(({ n }) => n)];
    };

    expect(await together([1, 2])).toEqual([[], [1, 2]]);
    expect(await together([3, 4])).toEqual([
      [1, 2],
      [1, 2, 3, 4],
    ]);
  });

  it('says that its values cannot be sent, and the next one is answered', async () => {
    const endless: Record<string, unknown> = {};
    endless.self = endless;
    await runPrepared(client, divided, [1]);

    const [refused, next] = await Promise.allSettled([
      runPrepared(client, divided, [endless as unknown as number]),
      runPrepared(client, divided, [6]),
    ]);

    expect(refused).toMatchObject({ status: 'rejected', reason: { message: /circular/ } });
    expect(next).toEqual({ status: 'fulfilled', value: [{ result: 2 }] });
  });

  it('is refused instead of misread once its table has changed', async () => {
    await client.query('alter table numbers add column m int');

    await expect(runPrepared(client, numbers, [])).rejects.toThrow('cached plan must not change result type');
  });

  it('runs on a connection of the pool, which is given back', async () => {
    client.release();

    const answers = [await runPooled(pool, divided, [2]), await runPooled(pool, divided, [3])];

    expect(answers).toEqual([[{ result: 6 }], [{ result: 4 }]]);
    expect(pool.idleCount).toBe(1);
  });
});
