import pg from 'pg';
import { credit, debit } from '../../../src/modules/ledger/index.js';
import type { TestApp } from '../../support/index.js';
import { funding, journal, post, someone, startBooksAlone, usd } from '../ledger/ledger-app.js';
import { holdOf, spendingOf } from './ledger-probes.js';

let app: TestApp;
let first: pg.Client;
let second: pg.Client;

beforeAll(async () => {
  app = await startBooksAlone();
  [first, second] = [await connected(), await connected()];
});
afterAll(async () => {
  await first.end();
  await second.end();
  await app.stop();
});

async function connected(): Promise<pg.Client> {
  const client = new pg.Client({ connectionString: app.config.databaseUrl });
  await client.connect();
  return client;
}

const rich = async (): Promise<string> => {
  const owner = someone();
  await post(app, funding(owner, usd(1_000)));
  return owner;
};
const posting = (owner: string, amount: number): string =>
  `select * from ledger.post('${JSON.stringify([spendingOf('seller_available', owner, amount, someone())])}')`;
async function held(owner: string): Promise<string> {
  const hold = holdOf('seller_available', owner, 10);
  await app.sql('select ledger.place_hold($1::jsonb)', [JSON.stringify(hold)]);
  return hold.id;
}
const accountsOf = async (...owners: string[]): Promise<string[]> => {
  const rows = await app.sql<{ id: string }>('select id from ledger.account where owner_id = any($1) order by id', [
    owners,
  ]);
  return rows.map(({ id }) => id);
};

async function withCredit(): Promise<[owner: string, account: string | undefined]> {
  const owner = someone();
  await post(app, journal([debit('goodwill_expense', usd(9)), credit('buyer_credit', usd(9), owner)]));
  return [owner, (await accountsOf(owner))[0]];
}

/** Transactions of other databases hold the sealing back as well: goes on once it reaches all there is. */
async function allEnded(): Promise<void> {
  for (let rows: object[] = []; rows.length === 0;) {
    rows = await app.sql('select from ledger.journal having max(xid) < pg_snapshot_xmin(pg_current_snapshot())');
  }
}
const leaves = async (): Promise<number> => (await app.sql('select from ledger.seal_leaf')).length;

/** What the second does while the first has not ended: `waits`, or what comes of it at once. */
async function meanwhile(one: string, two: string): Promise<string> {
  await first.query('begin');
  await second.query('begin');
  await second.query(`set local lock_timeout = '150ms'`);
  try {
    await first.query(one);
    return await second.query(two).then(
      ({ rows }) => JSON.stringify(rows),
      (error: pg.DatabaseError) => (error.code === '55P03' ? 'waits' : (error.constraint ?? error.message)),
    );
  } finally {
    await second.query('rollback');
    await first.query('rollback');
  }
}

/** What comes of the second once the first, for which it waits, has committed. */
async function afterwards(one: string, two: string): Promise<string> {
  await first.query('begin');
  await first.query(one);
  const waiting = second.query(two).then(
    ({ rows }) => JSON.stringify(rows),
    (error: pg.DatabaseError) => error.constraint ?? error.message,
  );
  let isWaiting = false;
  let isOver = false;
  void waiting.then(() => (isOver = true));
  while (!isWaiting && !isOver) {
    const rows = await app.sql(
      `select from pg_stat_activity where wait_event_type = 'Lock' and datname = current_database()`,
    );
    isWaiting = rows.length > 0;
  }
  await first.query('commit');
  return waiting;
}

const ORDER = 'order by b.account_id for no key update';

interface LockProbe {
  readonly name: string;
  readonly of: string;
  readonly text: string;
  readonly instead: string;
  readonly outcome: () => Promise<string>;
  readonly expected: string;
}

const PROBES: readonly LockProbe[] = [
  {
    name: 'two postings on one account number their entries one after the other',
    of: 'post',
    text: 'perform from ledger.balance b',
    instead: 'perform from ledger.balance b where false; perform from unnest(lines) b',
    expected: '[2,3]',
    outcome: async () => {
      const owner = await rich();
      await afterwards(posting(owner, 1), posting(owner, 2));
      const rows = await app.sql<{ version: number }>(
        `select account_version::int as version from ledger.entry e join ledger.account a on a.id = e.account_id
          where a.owner_id = $1 and side = 'D' order by 1`,
        [owner],
      );
      return JSON.stringify(rows.map(({ version }) => version));
    },
  },
  ...(['post', 'post_hold'] as const).map((of): LockProbe => ({
    name: `${of} locks accounts from the lowest, so that it holds that one while it waits for another`,
    of,
    text: ORDER,
    instead: 'order by b.account_id desc for no key update',
    expected: 'waits',
    outcome: async () => {
      const owners = [await rich(), await rich()];
      const [low = '', high = ''] = await accountsOf(...owners);
      const [holder = '', other = ''] = owners;
      const document = {
        ...spendingOf('seller_available', holder, 5, someone()),
        lines: [
          { account: 'seller_available', owner: holder, side: 'D', amount: 5, currency: 'USD' },
          { account: 'seller_available', owner: other, side: 'C', amount: 5, currency: 'USD' },
        ],
      };
      const hold = await held(holder);
      const sql =
        of === 'post'
          ? `select * from ledger.post('${JSON.stringify([document])}')`
          : `select * from ledger.post_hold('${hold}', '${JSON.stringify(document)}')`;
      const third = await connected();
      await third.query('begin');
      await third.query(`select from ledger.balance where account_id = '${high}' for no key update`);
      await first.query('begin');
      const waiting = first.query(sql).catch(() => undefined);
      for (let rows: object[] = []; rows.length === 0;) {
        rows = await app.sql(
          `select from pg_stat_activity where wait_event_type = 'Lock' and datname = current_database()`,
        );
      }
      const outcome = await second
        .query(`select from ledger.balance where account_id = '${low}' for no key update nowait`)
        .then(
          () => 'is free',
          () => 'waits',
        );
      await third.query('rollback');
      await third.end();
      await waiting;
      await first.query('rollback');
      return outcome;
    },
  })),
  {
    name: 'a hold is given up once by two at the same time',
    of: 'void_hold',
    text: 'for update',
    instead: '',
    expected: '[{"void_hold":false}]',
    outcome: async () => {
      const id = await held(await rich());
      return afterwards(`select ledger.void_hold('${id}')`, `select ledger.void_hold('${id}')`);
    },
  },
  {
    name: 'a hold that is being given up is not posted',
    of: 'post_hold',
    text: 'for update',
    instead: '',
    expected: 'hold_is_pending',
    outcome: async () => {
      const owner = await rich();
      const id = await held(owner);
      const journal = JSON.stringify(spendingOf('seller_available', owner, 5, someone()));
      return afterwards(`select ledger.void_hold('${id}')`, `select * from ledger.post_hold('${id}', '${journal}')`);
    },
  },
  {
    name: 'what waits for an account that is being frozen is refused',
    of: 'set_frozen',
    text: 'for no key update',
    instead: '',
    expected: 'account_open',
    outcome: async () => {
      const [owner, account] = await withCredit();
      const spending = JSON.stringify([spendingOf('buyer_credit', owner, 1, someone())]);
      return afterwards(`select ledger.set_frozen('${account}', true)`, `select * from ledger.post('${spending}')`);
    },
  },
  {
    name: 'what would be held of an account that is being frozen is refused',
    of: 'place_hold',
    text: 'for no key update',
    instead: '',
    expected: 'account_open',
    outcome: async () => {
      const [owner, account] = await withCredit();
      const hold = JSON.stringify(holdOf('buyer_credit', owner, 1));
      return afterwards(`select ledger.set_frozen('${account}', true)`, `select * from ledger.place_hold('${hold}')`);
    },
  },
  {
    name: 'a balance that is locked stays as it is',
    of: 'lock_balances',
    text: 'for no key update of b',
    instead: '',
    expected: 'waits',
    outcome: async () => {
      const owner = await rich();
      return meanwhile(
        `select * from ledger.lock_balances('${owner}', 'USD', '{seller_available}')`,
        posting(owner, 1),
      );
    },
  },
  {
    name: 'a period is not closed while a journal is being written',
    of: 'close_period',
    text: 'lock table ledger.journal in share row exclusive mode;',
    instead: '',
    expected: 'waits',
    outcome: async () =>
      meanwhile(posting(await rich(), 1), `select * from ledger.close_period('2020-01-31', now(), 'system', 'x')`),
  },
  {
    name: 'two roll-ups at the same time do not wait for each other',
    of: 'roll_up',
    text: 'for update skip locked',
    instead: 'for update',
    expected: '[{"roll_up":0}]',
    outcome: async () => {
      await rich();
      return meanwhile('select ledger.roll_up()', 'select ledger.roll_up()::int');
    },
  },
  {
    name: 'two who seal at the same time seal one after the other',
    of: 'seal_next',
    text: `perform pg_advisory_xact_lock(hashtext('ledger.seal_next'));`,
    instead: '',
    expected: '[{"seal_next":0}]',
    outcome: async () => {
      for (;;) {
        await rich();
        await allEnded();
        const before = await leaves();
        const outcome = await afterwards('select ledger.seal_next(100)', 'select ledger.seal_next(100)::int');
        // The first had something to seal, and the second had to do with it.
        if ((await leaves()) > before) return outcome;
      }
    },
  },
];

describe('each lock of the schema', () => {
  it.each(PROBES)('is missed when it is gone: $name', async ({ of, text, instead, outcome, expected }) => {
    const [whole] = await app.sql<{ text: string }>(
      `select pg_get_functiondef(oid) as text from pg_proc where pronamespace = 'ledger'::regnamespace and proname = $1`,
      [of],
    );
    const source = whole?.text ?? '';
    expect(source).toContain(text);

    const healthy = await outcome();
    await app.sql(source.replace(text, instead));
    const mutant = await outcome();
    await app.sql(source);

    expect(healthy).toBe(expected);
    expect(mutant).not.toBe(expected);
  });

  it('is written down here', async () => {
    const rows = await app.sql<{ name: string }>(
      `select proname as name from pg_proc where pronamespace = 'ledger'::regnamespace
          and prosrc ~* 'for (no key )?update|lock table|advisory' order by 1`,
    );

    expect(rows.map(({ name }) => name)).toEqual([...new Set(PROBES.map(({ of }) => of))].sort());
  });
});
