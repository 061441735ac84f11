import pg from 'pg';
import { CheckBooks } from '../../../src/modules/books/check-books.js';
import { TakeSnapshot } from '../../../src/modules/books/take-snapshot.js';
import { credit, debit } from '../../../src/modules/ledger/index.js';
import { Once } from '../../../src/platform/http/index.js';
import type { TestApp } from '../../support/index.js';
import { funding, journal, post, sealAll, someone, startBooksAlone, usd } from '../ledger/ledger-app.js';
import { holdOf, probesOf, spendingOf, type Ground } from './ledger-probes.js';

let app: TestApp;
let client: pg.Client;
let probes: ReturnType<typeof probesOf>;
let healthy: Readonly<Record<string, string>>;

beforeAll(async () => {
  app = await startBooksAlone();
  client = new pg.Client({ connectionString: app.config.databaseUrl });
  await client.connect();
  probes = probesOf(await prepared());
  healthy = await outcomes();
});
afterAll(async () => {
  await client.end();
  await app.stop();
});

/** One of everything. */
async function prepared(): Promise<Ground> {
  const [owner, frozen, jurisdiction] = [someone(), someone(), someone()];
  const [holdSource, journalSource] = [someone(), someone()];
  await post(app, journal([debit('psp_clearing', usd(9)), credit('tax_payable', usd(9), jurisdiction)]));
  await app.sql('select ledger.roll_up()');
  const lines = [debit('psp_clearing', usd(1_000)), credit('seller_available', usd(1_000), owner)];
  const [made] = await post(app, journal(lines, { type: 'raw', id: journalSource, kind: 'x' }));
  await post(app, funding(frozen, usd(100)));
  await app.sql(`update ledger.account set status = 'frozen' where owner_id = $1`, [frozen]);
  await sealAll(app);
  await app.get(TakeSnapshot).run(new Date('2026-03-03T00:30:00Z'));
  await app.get(CheckBooks).run(Once.none);
  await app.sql(`select ledger.close_period('2020-01-31', now(), 'system', 'x')`);
  const [account] = await app.sql<{ id: string }>('select id from ledger.account where owner_id = $1', [owner]);
  const hold = async (source: string): Promise<string> => {
    const document = holdOf('seller_available', owner, 10, source);
    await app.sql('select ledger.place_hold($1::jsonb)', [JSON.stringify(document)]);
    return document.id;
  };
  const [pending, posted, voided] = [await hold(holdSource), await hold(someone()), await hold(someone())];
  await app.sql('select ledger.void_hold($1)', [voided]);
  const spent = someone();
  const spend = (amount: number, source: string): string =>
    JSON.stringify(spendingOf('seller_available', owner, amount, source));
  await app.sql('select ledger.post_hold($1, $2::jsonb)', [posted, spend(10, someone())]);
  await app.sql('select * from ledger.post(jsonb_build_array($1::jsonb))', [spend(5, spent)]);
  const kept = { account: account?.id ?? '', owner, journal: made?.journalId ?? '', frozen, jurisdiction };
  return { ...kept, pending, posted, voided, holdSource, journalSource, spentSource: spent };
}

/** What becomes of every probe, or of those until one has another end than in a healthy schema. */
async function outcomes(until?: Readonly<Record<string, string>>): Promise<Record<string, string>> {
  const found: Record<string, string> = {};
  if (!until) await client.query('begin');
  for (const [name, statements] of Object.entries(probes)) {
    await client.query('savepoint probe');
    found[name] = await client.query([...statements, 'set constraints all immediate'].join('; ')).then(
      () => 'accepted',
      (error: pg.DatabaseError) => error.constraint ?? error.message,
    );
    await client.query('rollback to savepoint probe');
    if (until && found[name] !== until[name]) break;
  }
  if (!until) await client.query('rollback');
  return found;
}

async function survives(mutation: string): Promise<boolean> {
  await client.query('begin');
  try {
    await client.query(mutation);
    const found = await outcomes(healthy);
    return Object.entries(found).every(([name, outcome]) => outcome === healthy[name]);
  } finally {
    await client.query('rollback');
  }
}

const RULES = `
  select 'alter table ' || conrelid::regclass || ' drop constraint ' || quote_ident(conname) || ' cascade' as mutation
    from pg_constraint where connamespace = 'ledger'::regnamespace and contype in ('c', 'f', 'p', 'u')
  union all
  select 'drop trigger ' || quote_ident(tgname) || ' on ' || tgrelid::regclass
    from pg_trigger join pg_class c on c.oid = tgrelid
   where c.relnamespace = 'ledger'::regnamespace and not tgisinternal
  union all
  select 'drop index ' || i.indexrelid::regclass
    from pg_index i join pg_class c on c.oid = i.indrelid
   where c.relnamespace = 'ledger'::regnamespace and i.indisunique
     and not exists (select from pg_constraint k where k.conindid = i.indexrelid)
  order by 1`;
const FUNCTIONS = `
  select p.proname as name, pg_get_functiondef(p.oid) as text from pg_proc p
   where p.pronamespace = 'ledger'::regnamespace and p.prosrc ~ 'raise exception' order by 1`;
const REFUSAL = /raise exception[^;]*;/g;

describe('the rules of the schema', () => {
  it('refuse every probe', () => {
    expect(Object.entries(healthy).filter(([, outcome]) => outcome === 'accepted')).toEqual([]);
  });

  it('are each missed by a probe when they are gone: constraints, triggers and unique indexes', async () => {
    const rules = await app.sql<{ mutation: string }>(RULES);
    const survivors: string[] = [];

    for (const { mutation } of rules) if (await survives(mutation)) survivors.push(mutation);

    expect(survivors).toEqual([]);
    expect(rules.length).toBeGreaterThan(70);
  });

  it('are each missed by a probe when they are gone: what the functions refuse', async () => {
    const functions = await app.sql<{ name: string; text: string }>(FUNCTIONS);
    const survivors: string[] = [];
    let mutants = 0;

    for (const { name, text } of functions) {
      for (const { 0: refusal, index } of text.matchAll(REFUSAL)) {
        mutants += 1;
        const mutant = `${text.slice(0, index)}null;${text.slice(index + refusal.length)}`;
        if (await survives(mutant)) survivors.push(`${name}: ${refusal}`);
      }
    }

    expect(survivors).toEqual([]);
    expect(mutants).toBeGreaterThan(15);
  });
});
