import { randomUUID } from 'node:crypto';
import pg from 'pg';
import type { TestApp } from '../../support/index.js';
import { available, funding, post, someone, startLedger, usd } from './ledger-app.js';

let app: TestApp;
let client: pg.Client;

beforeAll(async () => {
  app = await startLedger();
  client = new pg.Client({ connectionString: app.config.databaseUrl });
  await client.connect();
});
afterAll(async () => {
  await client.end();
  await app.stop();
});
afterEach(() => client.query('rollback'));

const INSERT_JOURNAL = `insert into ledger.journal
  (id, source_type, source_id, kind, fingerprint, effective_at, actor_type, actor_id)
  values ($1::uuid, 'test', ($1::uuid)::text, 'raw', '', now(), 'system', 'test')`;
const INSERT_ENTRIES = `insert into ledger.entry (journal_id, line, account_id, currency, side, amount)
  select $1::uuid, l.line, a.id, $2, l.side, l.amount
    from unnest($3::int[], $4::text[], $5::bigint[]) as l(line, side, amount),
         (select id from ledger.account where owner_id = $6) a`;

async function accountOwner(): Promise<string> {
  const seller = someone();
  await post(app, funding(seller, usd(1_000)));
  return seller;
}

const insertJournal = async (): Promise<string> => {
  const id = randomUUID();
  await client.query(INSERT_JOURNAL, [id]);
  return id;
};
const insertEntries = (id: string, owner: string, amounts: readonly number[], first = 1, currency = 'USD') =>
  client.query(INSERT_ENTRIES, [
    id,
    currency,
    amounts.map((_, i) => first + i),
    amounts.map((amount) => (amount > 0 ? 'D' : 'C')),
    amounts.map(Math.abs),
    owner,
  ]);
const journals = () => app.sql('select id from ledger.journal order by id');

describe('the books against their own owner', () => {
  it('refuse at commit a journal whose sides differ', async () => {
    const owner = await accountOwner();
    const before = await journals();

    await client.query('begin');
    await insertEntries(await insertJournal(), owner, [100, -90]);

    await expect(client.query('commit')).rejects.toThrow('does not balance in USD');
    expect(await journals()).toEqual(before);
  });

  it('refuse at commit a journal without lines', async () => {
    const before = await journals();

    await client.query('begin');
    await insertJournal();

    await expect(client.query('commit')).rejects.toThrow('fewer than two lines');
    expect(await journals()).toEqual(before);
  });

  it('refuse a line on a committed journal', async () => {
    const owner = await accountOwner();
    const [made] = await post(app, funding(owner, usd(5)));

    const late = insertEntries(made?.journalId as string, owner, [100, -100], 10);

    await expect(late).rejects.toThrow('already sealed');
    expect(await available(app, owner)).toBe(1_005);
  });

  it('refuse a line after the check was made to run early', async () => {
    const owner = await accountOwner();
    await client.query('begin');
    const id = await insertJournal();
    await insertEntries(id, owner, [100, -100]);
    await client.query('set constraints all immediate');

    await expect(insertEntries(id, owner, [7], 3)).rejects.toThrow('has its lines already');
  });

  it('let a savepoint of the same transaction write the lines', async () => {
    const owner = await accountOwner();
    await client.query('begin');
    const id = await insertJournal();
    await client.query('savepoint lines');
    await insertEntries(id, owner, [100, -100]);
    await client.query('release lines');

    const checked = await client.query('set constraints all immediate');

    expect(checked.command).toBe('SET');
  });

  it('refuse a line in another currency than its account', async () => {
    const owner = await accountOwner();
    await client.query('begin');

    const foreign = insertEntries(await insertJournal(), owner, [100, -100], 1, 'EUR');

    await expect(foreign).rejects.toThrow('entry_account_currency');
  });

  it('refuse an amount of zero', async () => {
    const owner = await accountOwner();
    await client.query('begin');

    await expect(insertEntries(await insertJournal(), owner, [0, 0])).rejects.toThrow('entry_amount');
  });

  it.each([
    ['update ledger.journal set kind = kind', 'UPDATE of journal'],
    ['delete from ledger.journal', 'DELETE of journal'],
    ['truncate ledger.journal cascade', 'TRUNCATE of journal'],
    ['update ledger.entry set amount = amount + 1', 'UPDATE of entry'],
    ['delete from ledger.entry', 'DELETE of entry'],
    ['truncate ledger.entry cascade', 'TRUNCATE of entry'],
  ])('refuse “%s”', async (sql, what) => {
    const before = await journals();

    await expect(client.query(sql)).rejects.toThrow(`${what} is not possible`);

    expect(await journals()).toEqual(before);
  });

  it('give the application role nothing but reading, inserting and posting', async () => {
    const role = `app_${randomUUID().slice(0, 8)}`;
    const owner = await accountOwner();
    await client.query(`create role ${role}`);
    await client.query('select ledger.grant_application($1)', [role]);
    await client.query(`set role ${role}`);
    const attempts = [
      'update ledger.balance set debit_posted = 0',
      'delete from ledger.delta',
      'delete from ledger.journal',
      'truncate ledger.entry',
      `insert into ledger.balance (account_id, normal_side) values (gen_random_uuid(), 'C')`,
      `insert into ledger.account (id, type_code, currency) values (gen_random_uuid(), 'bank_client', 'USD')`,
      `select ledger.ensure_accounts('{}')`,
      `select ledger.grant_application('postgres')`,
    ];

    const refused: string[] = [];
    for (const sql of attempts) await client.query(sql).catch((error: Error) => refused.push(error.message));
    const posted = await client.query(
      `select posted from ledger.post(jsonb_build_array(jsonb_build_object('id', gen_random_uuid(), 'sourceType', 'test',
         'sourceId', $1::text, 'kind', 'by-role', 'effectiveAt', now(), 'actorType', 'system', 'actorId', 'test', 'lines',
         '[{"account":"psp_clearing","side":"D","amount":5,"currency":"USD"},
           {"account":"bank_client","side":"C","amount":5,"currency":"USD"}]'::jsonb)))`,
      [owner],
    );
    await client.query('reset role');

    expect(refused).toHaveLength(attempts.length);
    expect(refused.every((message) => message.startsWith('permission denied'))).toBe(true);
    expect(posted.rows).toEqual([{ posted: true }]);
    await client.query(`drop owned by ${role}`);
    await client.query(`drop role ${role}`);
  });
});
