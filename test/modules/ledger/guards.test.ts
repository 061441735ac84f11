import { randomUUID } from 'node:crypto';
import pg from 'pg';
import type { TestApp } from '../../support/index.js';
import { funding, post, someone, startLedger, usd } from './ledger-app.js';

let app: TestApp;
let client: pg.Client;
let owner: string;
let committed: string;

beforeAll(async () => {
  app = await startLedger();
  client = new pg.Client({ connectionString: app.config.databaseUrl });
  await client.connect();
  owner = someone();
  const [made] = await post(app, funding(owner, usd(1_000)));
  committed = made?.journalId as string;
});
afterAll(async () => {
  await client.end();
  await app.stop();
});

const account = () => `(select id from ledger.account where owner_id = '${owner}')`;
const journal = (id: string, source: string = id, reverses = 'null') =>
  `insert into ledger.journal (id, source_type, source_id, kind, fingerprint, effective_at, actor_type, actor_id, reverses_id)
   values ('${id}', 'raw', '${source}', 'x', '', now(), 'system', 'test', ${reverses})`;
const entries = (id: string, lines: string) =>
  `insert into ledger.entry (journal_id, line, account_id, currency, side, amount)
   select '${id}', l.line, ${account()}, l.currency, l.side, l.amount from (values ${lines}) l(line, currency, side, amount)`;
const EVEN = `(1, 'USD', 'D', 5), (2, 'USD', 'C', 5)`;
const whole = (id: string, source = id, reverses = 'null') => [journal(id, source, reverses), entries(id, EVEN)];

interface Guard {
  readonly name: string;
  /** Takes the guard away. */
  readonly without: string;
  readonly attack: () => readonly string[];
}

const GUARDS: readonly Guard[] = [
  {
    name: 'a journal balances',
    without: 'drop trigger journal_balances on ledger.journal',
    attack: () => {
      const id = randomUUID();
      return [journal(id), entries(id, `(1, 'USD', 'D', 5), (2, 'USD', 'C', 4)`)];
    },
  },
  {
    name: 'a journal is sealed',
    without: 'drop trigger journal_sealed on ledger.entry',
    attack: () => [entries(committed, `(8, 'USD', 'D', 5), (9, 'USD', 'C', 5)`)],
  },
  {
    name: 'a journal does not change',
    without: 'drop trigger immutable on ledger.journal',
    attack: () => [`update ledger.journal set kind = 'other'`],
  },
  {
    name: 'an entry does not change',
    without: 'drop trigger immutable on ledger.entry',
    attack: () => ['update ledger.entry set amount = amount + 1'],
  },
  {
    name: 'an entry has the currency of its account',
    without: 'alter table ledger.entry drop constraint entry_account_currency',
    attack: () => {
      const id = randomUUID();
      return [journal(id), entries(id, `(1, 'EUR', 'D', 5), (2, 'EUR', 'C', 5)`)];
    },
  },
  {
    name: 'an amount is more than zero',
    without: 'alter table ledger.entry drop constraint entry_amount',
    attack: () => {
      const id = randomUUID();
      return [journal(id), entries(id, `(1, 'USD', 'D', -5), (2, 'USD', 'C', -5)`)];
    },
  },
  {
    name: 'a balance keeps its floor',
    without: 'alter table ledger.balance drop constraint balance_floor',
    attack: () => [`update ledger.balance set debit_posted = credit_posted + 1 where account_id = ${account()}`],
  },
  {
    name: 'a source is posted once',
    without: 'alter table ledger.journal drop constraint journal_source',
    attack: () => [...whole(randomUUID(), 'twice'), ...whole(randomUUID(), 'twice')],
  },
  {
    name: 'a journal is taken back once',
    without: 'drop index ledger.journal_reversed_once',
    attack: () => {
      const [first, second] = [randomUUID(), randomUUID()];
      return [...whole(first, first, `'${committed}'`), ...whole(second, second, `'${committed}'`)];
    },
  },
];

async function outcome(statements: readonly string[]): Promise<'accepted' | 'refused'> {
  try {
    await client.query('begin');
    for (const sql of [...statements, 'set constraints all immediate']) await client.query(sql);
    return 'accepted';
  } catch {
    return 'refused';
  } finally {
    await client.query('rollback');
  }
}

describe('each guard of the books', () => {
  it.each(GUARDS)('$name: the attack fails with it and succeeds without it', async ({ without, attack }) => {
    const statements = attack();

    expect(await outcome(statements)).toBe('refused');
    expect(await outcome([without, ...statements])).toBe('accepted');
  });
});
