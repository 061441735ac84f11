import { Db, query, send, sendLast, statement, UnitOfWork, type Tx } from '../../../src/platform/database/index.js';
import { TokensModule } from '../../support/world.tokens.js';
import { startApp, type TestApp } from '../../support/index.js';

const insert = statement<[n: number], { n: number }>('test.insert', 'insert into numbers (n) values ($1) returning n');
const divide = statement<[by: number], { n: number }>('test.divide', 'select 1 / $1::int as n');
const divideUnheard = statement<[by: number], never>('test.divide-unheard', 'select 1 / $1::int');
const insertUnheard = statement<[n: number], never>('test.insert-unheard', 'insert into numbers (n) values ($1)');
const count = statement<[], { n: number }>('test.count', 'select count(*) as n from numbers');

let app: TestApp;
beforeAll(async () => {
  app = await startApp({ modules: [TokensModule.of({})] });
  await app.sql('create table numbers (n int primary key)');
});
afterAll(() => app.stop());
beforeEach(() => app.sql('delete from numbers'));

const run = <T>(work: (tx: Tx) => Promise<T>): Promise<T> => app.get(UnitOfWork).run(work);
const numbers = async (): Promise<number> => (await app.get(Db).queryOne(count, []))?.n ?? -1;

describe('a unit of work', () => {
  it('commits what it wrote, one statement after the other or at once', async () => {
    const rows = await run(async (tx) => {
      const [first] = await query(tx, insert, [1]);
      const others = await Promise.all([query(tx, insert, [2]), query(tx, insert, [3])]);
      return [first, ...others.flat()];
    });

    expect(rows).toEqual([{ n: 1 }, { n: 2 }, { n: 3 }]);
    expect(await numbers()).toBe(3);
  });

  it('commits what was sent without waiting, in the order of the words', async () => {
    const seen = await run(async (tx) => {
      send(tx, insertUnheard, [1]);
      const [row] = await query(tx, count, []);
      send(tx, insertUnheard, [2]);
      return row?.n;
    });

    expect(seen).toBe(1);
    expect(await numbers()).toBe(2);
  });

  it('keeps nothing when the last thing sent without waiting is refused', async () => {
    const failed = run(async (tx) => {
      await query(tx, insert, [1]);
      send(tx, divideUnheard, [0]);
    });

    await expect(failed).rejects.toMatchObject({ code: '22012' });
    await run((tx) => query(tx, insert, [1]));
    expect(await numbers()).toBe(1);
  });

  it('tells what was sent without waiting and refused, not the statement that suffered from it', async () => {
    const reached: string[] = [];
    const failed = run(async (tx) => {
      send(tx, divideUnheard, [0]);
      await query(tx, insert, [1]);
      reached.push('more');
    });

    await expect(failed).rejects.toMatchObject({ code: '22012' });
    expect(reached).toEqual([]);
    expect(await numbers()).toBe(0);
  });

  it('runs the work again when what was sent without waiting asks for it', async () => {
    const deadlock = statement<[], never>(
      'test.deadlock-unheard',
      `do $$ begin raise 'again' using errcode = 'deadlock_detected'; end $$`,
    );
    const attempts: number[] = [];
    await run(async (tx) => {
      attempts.push(attempts.length + 1);
      if (attempts.length === 1) send(tx, deadlock, []);
      await query(tx, insert, [attempts.length]);
    });

    expect(attempts).toEqual([1, 2]);
    expect(await numbers()).toBe(1);
  });

  it('keeps for the commit what is sent last', async () => {
    const seen = await run(async (tx) => {
      sendLast(tx, insertUnheard, [1]);
      const [before] = await query(tx, count, []);
      const elsewhere = await app.get(Db).pool.query('insert into numbers (n) values (2)');
      await query(tx, insert, [3]);
      return [before?.n, elsewhere.rowCount];
    });
    await run(async (tx) => sendLast(tx, insertUnheard, [4]));

    expect(seen).toEqual([0, 1]);
    expect(await numbers()).toBe(4);
  });

  it('keeps nothing when what is sent last is refused, and runs again when that asks for it', async () => {
    const again = statement<[], never>(
      'test.again-at-last',
      `do $$ begin raise 'again' using errcode = 'serialization_failure'; end $$`,
    );
    const failed = run(async (tx) => {
      await query(tx, insert, [1]);
      sendLast(tx, divideUnheard, [0]);
    });
    await expect(failed).rejects.toMatchObject({ code: '22012' });
    expect(await numbers()).toBe(0);

    const attempts: number[] = [];
    await run(async (tx) => {
      attempts.push(attempts.length + 1);
      await query(tx, insert, [attempts.length]);
      if (attempts.length === 1) sendLast(tx, again, []);
    });
    expect(attempts).toEqual([1, 2]);
    expect(await numbers()).toBe(1);
  });

  it('keeps nothing when it throws, and the next one starts clean', async () => {
    const failed = run(async (tx) => {
      await query(tx, insert, [1]);
      throw new Error('no');
    });

    await expect(failed).rejects.toThrow('no');
    await run((tx) => query(tx, insert, [1]));
    expect(await numbers()).toBe(1);
  });

  it('keeps nothing when one of several statements at once is refused', async () => {
    const failed = run((tx) => Promise.all([query(tx, insert, [1]), query(tx, divide, [0]), query(tx, insert, [2])]));

    await expect(failed).rejects.toMatchObject({ code: '22012' });
    expect(await numbers()).toBe(0);
  });

  it('tells the cause, as its caller puts it, when one of several statements at once is refused', async () => {
    const mapped = async (tx: Tx): Promise<unknown> => {
      try {
        return await query(tx, divide, [0]);
      } catch {
        await Promise.resolve();
        throw new Error('Nothing can be divided so.');
      }
    };

    const failed = run((tx) => Promise.all([query(tx, insert, [1]), mapped(tx), query(tx, insert, [2])]));

    await expect(failed).rejects.toThrow('Nothing can be divided so.');
  });

  it('does not pass for committed when a refused statement was overlooked', async () => {
    const failed = run(async (tx) => {
      await query(tx, insert, [1]);
      await query(tx, divide, [0]).catch(() => undefined);
    });

    await expect(failed).rejects.toThrow('undone');
    expect(await numbers()).toBe(0);
  });

  it('is over when it is over', async () => {
    let leaked: Tx | undefined;
    await run((tx) => Promise.resolve((leaked = tx)));

    await expect(query(leaked as Tx, insert, [1])).rejects.toThrow('has ended');
    expect(await numbers()).toBe(0);
  });

  it('tells of a commit, and of nothing else', async () => {
    const told: Tx[] = [];
    app.get(UnitOfWork).onCommit((tx) => told.push(tx));

    await run((tx) => query(tx, divide, [0])).catch(() => undefined);
    const kept = await run(async (tx) => {
      await query(tx, insert, [1]);
      return tx;
    });

    expect(told).toEqual([kept]);
  });

  it('runs again after a lost connection, and is kept once', async () => {
    let attempts = 0;
    await run(async (tx) => {
      attempts += 1;
      await query(tx, insert, [attempts]);
      if (attempts === 1)
        await app.sql(`select pg_terminate_backend(pid) from pg_stat_activity
        where datname = current_database() and state = 'idle in transaction'`);
      await query(tx, insert, [attempts + 10]);
    });

    expect(attempts).toBe(2);
    expect(await app.sql('select n from numbers order by n')).toEqual([{ n: 2 }, { n: 12 }]);
  });
});
