import {
  declaredStatements,
  query,
  send,
  statement,
  UnitOfWork,
  type Tx,
} from '../../../src/platform/database/index.js';
import { mayWrite } from '../../../src/platform/database/statement.js';
import { bearer, startApp, type TestApp } from '../../support/index.js';
import { buyer } from '../../support/world.identity.js';
import { CommitProxy, type Fate } from './commit-proxy.js';

const insert = statement<[n: number], { id: number }>('kept.insert', 'insert into kept (n) values ($1) returning id');
const insertUnheard = statement<[n: number], never>('kept.insert-unheard', 'insert into kept (n) values ($1)');
const read = statement<[], { n: number }>('kept.read', 'select count(*) as n from kept');

describe('work that nothing but its commit keeps from being done twice', () => {
  let app: TestApp;
  let proxy: CommitProxy | undefined;

  beforeAll(async () => {
    app = await startApp({
      through: async (databaseUrl) => {
        proxy = await CommitProxy.before(databaseUrl);
        return proxy.url;
      },
    });
    await app.sql('create table kept (id int primary key generated always as identity, n int not null)');
  });

  afterAll(async () => {
    await app.stop();
    await proxy?.close();
  });

  beforeEach(() => app.sql('delete from kept'));

  const rows = (): Promise<{ id: number; n: number }[]> => app.sql('select id, n from kept order by id');

  /** The first commit of a transaction with this statement meets the fate. */
  const meets = (fate: Fate, name: string): void => {
    let isFirst = true;
    const plan = (_nth: number, site: string): Fate | undefined =>
      site.includes(name) && isFirst ? ((isFirst = false), fate) : undefined;
    if (proxy) proxy.plan = plan;
  };

  it.each([
    ['lost', 2],
    ['unheard', 1],
    ['stuck', 2],
  ] as const)('is kept once, with the answer of what is kept, when its first commit is %s', async (fate, runs) => {
    const [answered, told]: [number[], Tx[]] = [[], []];
    app.get(UnitOfWork).onCommit((tx) => told.push(tx));
    meets(fate, 'kept.insert');

    const answer = await app.get(UnitOfWork).run(async (tx) => {
      const [row] = await query(tx, insert, [7]);
      answered.push(row?.id ?? 0);
      return { tx, id: row?.id };
    });

    expect(await rows()).toEqual([{ id: answer.id, n: 7 }]);
    expect(answered).toHaveLength(runs);
    expect(told.filter((tx) => tx === answer.tx)).toHaveLength(1);
  });

  it('is kept once when all of it leaves in one packet with its commit', async () => {
    meets('unheard', 'kept.insert-unheard');

    await app.get(UnitOfWork).run((tx) => {
      send(tx, insertUnheard, [1]);
      send(tx, insertUnheard, [2]);
      return Promise.resolve();
    });

    expect((await rows()).map(({ n }) => n)).toEqual([1, 2]);
  });

  it('is kept once when its first statement wrote nothing', async () => {
    const none = statement<[], never>('kept.none', 'update kept set n = 0 where id = 0');
    meets('unheard', 'kept.insert');

    await app.get(UnitOfWork).run(async (tx) => {
      await query(tx, none, []);
      await query(tx, insert, [3]);
    });

    expect((await rows()).map(({ n }) => n)).toEqual([3]);
  });

  it('is done again when it only read', async () => {
    let runs = 0;
    meets('unheard', 'kept.read');

    const [row] = await app.get(UnitOfWork).run((tx) => {
      runs += 1;
      return query(tx, read, []);
    });

    expect(row).toEqual({ n: 0 });
    expect(runs).toBe(2);
  });

  it('makes one company of one request without a key whose commit nobody has heard', async () => {
    const ada = await buyer(app);
    const body = { name: 'Otter GmbH', country: 'DE', taxId: 'DE123456789' };
    const before = proxy?.cuts.unheard;
    meets('unheard', 'companies.');

    const made = await app.http.post('/v1/companies').set(bearer(ada.token)).send(body);

    expect(made.status).toBe(201);
    expect(proxy?.cuts.unheard).toBe((before ?? 0) + 1);
    expect(await app.sql(`select 1 from companies`)).toHaveLength(1);
  });

  it('knows of every statement that it writes', async () => {
    const functions = await app.sql<{ name: string }>(
      `select distinct n.nspname || '.' || p.proname as name
         from pg_proc p join pg_namespace n on n.oid = p.pronamespace
        where n.nspname in ('public', 'ledger') and p.provolatile = 'v' and p.prorettype <> 'trigger'::regtype
          and not exists (select from pg_depend d where d.objid = p.oid and d.deptype = 'e')`,
    );
    const calls = functions.map(({ name }) => new RegExp(`\\b${name.replace('public.', '')}\\s*\\(`));

    const overlooked = [...declaredStatements()].filter(
      ([, text]) => !mayWrite(text) && calls.some((call) => call.test(text)),
    );

    expect(functions.length).toBeGreaterThan(5);
    expect(overlooked).toEqual([]);
  });
});
