import { randomUUID } from 'node:crypto';
import type { NestFastifyApplication } from '@nestjs/platform-fastify';
import pg from 'pg';
import { createApp } from '../../../src/app.js';
import { asId, plus, system, type Actor, type Id } from '../../../src/kernel/index.js';
import { ClosePeriod } from '../../../src/modules/books/close-period.js';
import { Books, BooksModule } from '../../../src/modules/books/index.js';
import { CheckBooks } from '../../../src/modules/books/check-books.js';
import { SealBooks } from '../../../src/modules/books/seal-books.js';
import { TakeSnapshot } from '../../../src/modules/books/take-snapshot.js';
import { WatchQueries } from '../../../src/modules/books/watch-queries.js';
import { credit, debit, Holds, Ledger, LedgerModule } from '../../../src/modules/ledger/index.js';
import { Db, UnitOfWork } from '../../../src/platform/database/index.js';
import { Once } from '../../../src/platform/http/index.js';
import type { TestApp } from '../../support/index.js';
import { TokensModule } from '../../support/world.tokens.js';
import { funding, journal, moving, post, sealAll, someone, startLedger, usd } from '../ledger/ledger-app.js';

const person = (): Actor => ({ kind: 'user', userId: asId(randomUUID()), staffRoles: ['finance'], memberships: [] });

let app: TestApp;
let client: pg.Client;
/** The same database, with every connection in the role. */
let restricted: NestFastifyApplication;

beforeAll(async () => {
  app = await startLedger();
  await post(app, funding(someone(), usd(1_000)));
  await sealAll(app);
  await app.get(TakeSnapshot).run(new Date('2026-03-03T00:30:00Z'));
  const [{ name = '' } = {}] = await app.sql<{ name: string }>('select current_database() as name');
  await app.sql(`alter database ${name} set role = 'souk_app'`);
  client = new pg.Client({ connectionString: app.config.databaseUrl });
  await client.connect();
  restricted = await createApp({ ...app.config, role: 'api' }, [TokensModule.of({}), LedgerModule, BooksModule]);
  await restricted.init();
});
afterAll(async () => {
  await restricted.close();
  await client.end();
  await app.stop();
});

const TABLES = [
  ...['journal', 'entry', 'balance', 'delta', 'balance_rollup', 'account', 'account_type', 'currency', 'hold'],
  ...['seal', 'seal_leaf', 'balance_snapshot', 'snapshot_run', 'period_lock', 'check_run'],
];
/** What an update would set, where there is no id. */
const COLUMN: Readonly<Record<string, string>> = {
  entry: 'amount = amount + 1',
  delta: 'debit = 0',
  balance: 'version = version + 1',
  balance_rollup: 'debit = 0',
  account_type: 'floor_minor = null',
  currency: 'exponent = 0',
  seal: 'seq = seq + 1',
  seal_leaf: 'nth = nth + 1',
  balance_snapshot: 'debit = 0',
  snapshot_run: 'ends_at = now()',
  period_lock: 'ends_at = now()',
};
const digest = () =>
  app.sql<object>(
    TABLES.map(
      (t) => `select '${t}', md5(coalesce(string_agg(x::text, '|' order by x::text), '')) from ledger.${t} x`,
    ).join(' union all '),
  );

describe('the role of the application', () => {
  it('is what its connections have', async () => {
    const { rows } = await client.query(
      'select current_user as role, rolsuper, rolcanlogin from pg_roles where rolname = current_user',
    );

    expect(rows).toEqual([{ role: 'souk_app', rolsuper: false, rolcanlogin: false }]);
  });

  it.each(
    TABLES.flatMap((table) => [
      `update ledger.${table} set ${COLUMN[table] ?? 'id = id'}`,
      `delete from ledger.${table}`,
      `truncate ledger.${table} cascade`,
      `alter table ledger.${table} disable trigger all`,
      `drop table ledger.${table} cascade`,
    ]),
  )('may not %s', async (sql) => {
    const before = await digest();

    await expect(client.query(sql)).rejects.toThrow(/permission denied|must be owner/);

    expect(await digest()).toEqual(before);
  });

  it.each([
    'drop trigger immutable on ledger.journal',
    'alter table ledger.journal drop constraint journal_source',
    'set session_replication_role = replica',
    'create table ledger.other ()',
    'create or replace function ledger.immutable() returns trigger language plpgsql as $$ begin return null; end $$',
    'alter function ledger.post(jsonb) owner to souk_app',
    `select ledger.move_pending(gen_random_uuid(), 1)`,
    `select ledger.ensure_accounts('{}')`,
    `select ledger.grant_books('souk_app')`,
    `insert into ledger.seal (seq) values (1)`,
    `insert into ledger.balance_snapshot (account_id) values (gen_random_uuid())`,
    `insert into ledger.account (id) values (gen_random_uuid())`,
    `insert into ledger.period_lock (ends_on) values ('2020-01-01')`,
  ])('may not %s', async (sql) => {
    const before = await digest();

    await expect(client.query(sql)).rejects.toThrow(/permission denied|must be owner/);

    expect(await digest()).toEqual(before);
  });

  it('may insert a journal with its entries, which every guard checks', async () => {
    await client.query('begin');
    await client.query(
      `insert into ledger.journal (id, source_type, source_id, kind, fingerprint, effective_at, actor_type, actor_id)
       values ($1, 'raw', 'x', 'x', '', now(), 'system', 'x')`,
      [randomUUID()],
    );

    await expect(client.query('commit')).rejects.toThrow('fewer than two lines');
  });

  it('does not reach the functions through a search path of its own', async () => {
    const { rows } = await client.query(
      `select p.proname from pg_proc p where p.pronamespace = 'ledger'::regnamespace and p.prosecdef
          and not coalesce('search_path=ledger, pg_temp' = any(p.proconfig), false)`,
    );

    expect(rows).toEqual([]);
  });

  it('is all that posting, holding, sealing, snapshots, closing and checking take', async () => {
    const get = <T>(type: abstract new (...args: never[]) => T): T => restricted.get(type as never, { strict: false });
    const run = get(UnitOfWork);
    const [seller, other] = [someone(), someone()];
    const request = {
      source: { type: 'test', id: someone(), kind: 'hold' },
      account: 'seller_available',
      owner: seller,
      money: usd(30),
      expiresAt: plus(new Date(), 'P1D'),
      actor: system('test'),
    } as const;

    const whoami = await get(Db).pool.query<{ role: string }>('select current_user as role');
    const posted = await run.run((tx) => get(Ledger).post(tx, funding(seller, usd(100))));
    const { holdId } = await run.run((tx) => get(Holds).placeHold(tx, request));
    await run.run((tx) => get(Holds).postHold(tx, holdId as Id<'hld'>, moving(seller, other, usd(20))));
    const locked = await run.run((tx) => get(Ledger).lock(tx, seller, 'USD', ['seller_available']));
    await sealAll(app, get(SealBooks));
    await get(TakeSnapshot).run(new Date('2026-03-04T00:30:00Z'));
    await get(ClosePeriod).run(person(), '2026-02-28', Once.none);
    const checked = await get(CheckBooks).run(Once.none);
    const covered = await get(WatchQueries).coverage();

    expect([whoami.rows[0]?.role, posted.posted]).toEqual(['souk_app', true]);
    expect(locked).toEqual([{ account: 'seller_available', balance: 80, version: 2 }]);
    expect([checked.isWhole, checked.sealed, checked.journals]).toEqual([true, 3, 3]);
    expect(covered.isCovered).toBe(true);
    const [account] = await app.sql<{ id: string }>('select id from ledger.account where owner_id = $1', [seller]);
    expect(await get(Books).balanceAt(account?.id ?? '', new Date())).toEqual({ debit: 20, credit: 100 });
  });

  it('freezes store credit by the function for it, and no other account', async () => {
    const [owner, seller] = [someone(), someone()];
    await post(app, journal([debit('goodwill_expense', usd(9)), credit('buyer_credit', usd(9), owner)]));
    await post(app, funding(seller, usd(9)));

    const { rows } = await client.query<{ isFrozen: boolean }>(
      `select ledger.set_frozen(id, true) as "isFrozen" from ledger.account where owner_id = any($1)
        order by type_code`,
      [[owner, seller]],
    );

    expect(rows).toEqual([{ isFrozen: true }, { isFrozen: false }]);
  });
});
