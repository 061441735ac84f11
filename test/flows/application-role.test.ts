import { randomBytes } from 'node:crypto';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import pg from 'pg';
import { Db } from '../../src/platform/database/index.js';
import { balance, bankBooks, payouts, settled } from '../modules/settlement/settlement-app.js';
import { bearer, freshDatabase, startApp, type TestApp, type TestDatabase } from '../support/index.js';
import { hasRedis, startRedis, type RedisServer } from '../support/redis.js';
import { openDispute, verdict } from '../support/world.disputes.js';
import { buyer, staff } from '../support/world.identity.js';
import { activeListing } from '../support/world.listings.js';
import { deliveredOrder, post } from '../support/world.orders.js';
import { openShop, paidSale, refund } from '../support/world.refunds.js';
import { activeSeller } from '../support/world.sellers.js';

const sourceFiles = (folder: string): string[] =>
  readdirSync(folder, { withFileTypes: true }).flatMap((entry) => {
    const path = join(folder, entry.name);
    if (entry.isDirectory()) return sourceFiles(path);
    return entry.name.endsWith('.ts') ? [path] : [];
  });

/** The functions of the books that statements of the application call. */
function calledFunctions(): string[] {
  const calls = sourceFiles('src').flatMap((path) =>
    [...readFileSync(path, 'utf8').matchAll(/\bledger\.([a-z_]+)\(/g)].map(([, name]) => name ?? ''),
  );
  return [...new Set(calls)].sort();
}

/** With the rights of whoever calls them. */
const CALLED_BY_THEM = ['open_inflows', 'marks', 'content_hash', 'seal_hash', 'snapshot_hash'];

describe('the rights of the application’s role', () => {
  let database: TestDatabase;
  let owner: pg.Client;

  beforeAll(async () => {
    database = await freshDatabase();
    owner = new pg.Client({ connectionString: database.url });
    await owner.connect();
  });
  afterAll(async () => {
    await owner.end();
    await database.drop();
  });

  /** What the role cannot do with what migrations made: every table, view and sequence, and the right that is missing. */
  async function missing(role = 'souk_app'): Promise<string[]> {
    const { rows } = await owner.query<{ fault: string }>(
      `with things as (
         select c.oid, c.relkind, n.nspname as schema, c.oid::regclass::text as name
           from pg_class c join pg_namespace n on n.oid = c.relnamespace
          where n.nspname not in ('information_schema', 'sandbox_provider', 'bullmq') and n.nspname !~ '^pg_'
            and c.relkind in ('r', 'p', 'v', 'm', 'S'))
       select name || ': ' || wanted as fault
         from things cross join lateral unnest(case
                when relkind = 'S' then array['usage']
                when schema = 'ledger' or relkind in ('v', 'm') then array['select']
                else array['select', 'insert', 'update', 'delete'] end) as wanted
        where not (case when wanted = 'usage' then schema = 'ledger' or has_sequence_privilege($1, oid, wanted)
                        else has_table_privilege($1, oid, wanted) end)
       union all
       select 'schema ' || nspname || ': usage' from pg_namespace
        where nspname not in ('information_schema', 'sandbox_provider', 'bullmq') and nspname !~ '^pg_'
          and not has_schema_privilege($1, oid, 'usage')
        order by 1`,
      [role],
    );
    return rows.map(({ fault }) => fault);
  }

  it('reach every table, view and sequence that migrations made', async () => {
    expect(await missing()).toEqual([]);
  });

  it('are missed for a new table of the books until it is granted', async () => {
    await owner.query('create table ledger.forgotten (id uuid primary key)');

    const before = await missing();
    await owner.query(`select ledger.grant_books('souk_app')`);
    const after = await missing();
    await owner.query('drop table ledger.forgotten');

    expect([before, after]).toEqual([['ledger.forgotten: select'], []]);
  });

  it('are missed for a schema of its own', async () => {
    await owner.query('create schema apart');

    const faults = await missing();
    await owner.query('drop schema apart');

    expect(faults).toEqual(['schema apart: usage']);
  });

  /** Functions of the books that the role needs and may not call. */
  async function uncallable(role: string): Promise<string[]> {
    const { rows } = await owner.query<{ name: string }>(
      `select p.proname as name from pg_proc p
        where p.pronamespace = 'ledger'::regnamespace and p.proname = any($1)
          and not has_function_privilege($2, p.oid, 'execute') order by 1`,
      [[...calledFunctions(), ...CALLED_BY_THEM], role],
    );
    return rows.map(({ name }) => name);
  }

  it('allow every function of the books that the application calls', async () => {
    expect(calledFunctions()).toContain('post');
    expect(await uncallable('souk_app')).toEqual([]);
  });

  it('are the same for a role that is made after the migrations', async () => {
    const role = `souk_late_${randomBytes(4).toString('hex')}`;
    await owner.query(`create role ${role} nologin`);

    const before = await uncallable(role);
    await owner.query('select grant_marketplace($1)', [role]);
    const after = [await missing(role), await uncallable(role)];
    await owner.query('create table made_later (id uuid primary key)');
    const later = await missing(role);
    await owner.query('drop table made_later');
    await owner.query(`drop owned by ${role}`);
    await owner.query(`drop role ${role}`);

    expect(before).toContain('overdue');
    expect(after).toEqual([[], []]);
    expect(later).toEqual([]);
  });
});

// BullMQ's tables in PostgreSQL belong to the login that makes them: the role has none of its own.
(hasRedis() ? describe : describe.skip)('the whole marketplace with the rights of the application’s role', () => {
  let redis: RedisServer;
  let app: TestApp;
  const login = `souk_api_${randomBytes(4).toString('hex')}`;

  beforeAll(async () => {
    redis = await startRedis();
    app = await startApp({
      config: { redisUrl: redis.url },
      through: async (databaseUrl) => {
        const owner = new pg.Client({ connectionString: databaseUrl });
        await owner.connect();
        await owner.query(`create role ${login} login password '${login}' in role souk_app`);
        await owner.end();
        const url = new URL(databaseUrl);
        [url.username, url.password] = [login, login];
        return url.href;
      },
    });
  });
  afterAll(async () => {
    await app?.stop();
    await redis.stop();
    const apart = await freshDatabase('template0');
    const owner = new pg.Client({ connectionString: apart.url });
    await owner.connect();
    await owner.query(`drop role if exists ${login}`);
    await owner.end();
    await apart.drop();
  });

  it('connects as somebody who owns nothing', async () => {
    const { rows } = await app.get(Db).pool.query(
      `select current_user as role, (select rolsuper from pg_roles where rolname = current_user) as "isSuperuser",
              (select count(*)::int from pg_class where relowner = current_user::regrole) as owned`,
    );

    expect(rows).toEqual([{ role: login, isSuperuser: false, owned: 0 }]);
  });

  it('carries a trade to the seller’s bank account', async () => {
    const [seller, shopper] = [await activeSeller(app, { tier: 'T1' }), await buyer(app)];
    const { variantId } = await activeListing(app, seller, { price: 10_000, shipping: 1_000, stock: 5 });

    const { sellerOrderId } = await deliveredOrder(app, shopper, seller, { variantId });
    await post(app, shopper.token, `/v1/seller-orders/${sellerOrderId}/confirmation`);
    await app.drain();
    await app.advance('P5D');
    await settled(app);

    expect(await payouts(app, seller)).toMatchObject([{ state: 'paid', amount: { amount: 10_000, currency: 'USD' } }]);
    expect(await bankBooks(app, seller)).toEqual([{ state: 'paid', amount: 10_000 }]);
    expect(await balance(app, seller)).toMatchObject({ pending: 0, available: 0, inTransit: 0 });
  });

  it('gives money back, loses a chargeback and keeps its books', async () => {
    const shop = await openShop(app);
    const [back, lost] = [await paidSale(app, shop), await paidSale(app, shop)];
    const finance = await staff(app, 'finance');

    const refunded = await refund(app, shop.seller.token, back, { everything: true });
    await settled(app);
    await verdict(app, await openDispute(app, lost.paymentId), 'lost');
    const trial = await app.http.get('/v1/finance/trial-balance').set(bearer(finance.token)).expect(200);

    expect(refunded.status).toBe(201);
    expect(trial.body.isBalanced).toBe(true);
    await app.checkInvariants();
  });
});
