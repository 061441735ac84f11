import pg from 'pg';
import { SealBooks } from '../../../src/modules/books/seal-books.js';
import { describeFault, verifyBooks, type BookFault, type Verification } from '../../../src/modules/books/index.js';
import type { TestApp } from '../../support/index.js';
import { funding, moving, post, sealAll, someone, startLedger, usd } from '../ledger/ledger-app.js';

let app: TestApp;
let superuser: pg.Client;
/** Sealed journals, in the order in which they were posted. */
let journals: string[];
let people: string[];

beforeAll(async () => {
  app = await startLedger();
  superuser = new pg.Client({ connectionString: app.config.databaseUrl });
  await superuser.connect();
  people = [someone(), someone()];
  journals = [];
  for (const [rich = '', poor = ''] of [people, [...people].reverse()]) {
    const made = await post(app, funding(rich, usd(1_000)), moving(rich, poor, usd(250)));
    journals.push(...made.map(({ journalId }) => journalId));
    await seal();
  }
});
afterAll(async () => {
  await superuser.end();
  await app.stop();
});

const seal = () => sealAll(app);
const verify = (): Promise<Verification> => verifyBooks(superuser);
const nth = (n: number): string => journals[n] ?? '';
const chainOf = () =>
  app.sql<{ seq: number; count: number }>('select seq::int, count::int from ledger.seal order by seq');

/** What the verification says after a superuser has done this with every trigger off; then it is undone. */
async function faultsAfter(...tampering: string[]): Promise<readonly BookFault[]> {
  await superuser.query('begin');
  try {
    await superuser.query('set local session_replication_role = replica');
    for (const sql of tampering) await superuser.query(sql);
    const inside = {
      query: (sql: string) => superuser.query(/^(begin|rollback|set local)/.test(sql) ? 'select' : sql),
    };
    const { faults } = await verifyBooks(inside as Parameters<typeof verifyBooks>[0]);
    return faults;
  } finally {
    await superuser.query('rollback');
  }
}

const sealed = (faults: readonly BookFault[]): BookFault[] => faults.filter(({ kind }) => kind !== 'balance');

describe('the chain of seals', () => {
  it('has every journal once, and its head stands for all of them', async () => {
    const { faults, head, ...counted } = await verify();

    expect(faults).toEqual([]);
    expect(counted).toEqual({ sealed: 4, journals: 4 });
    expect(head).toMatch(/^[0-9a-f]{64}$/);
    expect(await chainOf()).toEqual([
      { seq: 1, count: 2 },
      { seq: 2, count: 2 },
    ]);
  });

  it('gains a block for new journals, and none when there are none', async () => {
    const before = await verify();
    await seal();
    const unchanged = await verify();

    await post(app, funding(people[0] ?? '', usd(1)));
    await Promise.all([seal(), seal(), seal()]);

    const after = await verify();
    expect(unchanged).toEqual(before);
    expect([after.sealed, after.journals, after.faults]).toEqual([5, 5, []]);
    expect(after.head).not.toBe(before.head);
    expect(await chainOf()).toHaveLength(3);
  });

  it('leaves out what is still being written, and has it in a later block', async () => {
    const late = new pg.Client({ connectionString: app.config.databaseUrl });
    await late.connect();
    await late.query('begin');
    await late.query('select pg_current_xact_id()');
    const [made] = await post(app, funding(people[0] ?? '', usd(2)));

    await app.get(SealBooks).run();
    const open = await app.sql('select from ledger.seal_leaf where journal_id = $1', [made?.journalId]);
    await late.query('commit');
    await late.end();
    await seal();

    expect(open).toEqual([]);
    expect(await app.sql('select from ledger.seal_leaf where journal_id = $1', [made?.journalId])).toHaveLength(1);
    expect((await verify()).faults).toEqual([]);
  });

  it('grows by itself every minute', async () => {
    const before = await verify();
    await post(app, funding(people[0] ?? '', usd(3)));

    let after = before;
    while (after.sealed === before.sealed) {
      await app.advance('PT1M');
      after = await verify();
    }

    expect([after.sealed, after.journals]).toEqual([before.sealed + 1, before.journals + 1]);
    expect(after.faults).toEqual([]);
  });

  it('is made of blocks of the size it is asked for, whole transactions each', async () => {
    for (let i = 0; i < 5; i += 1) await post(app, funding(people[0] ?? '', usd(1)), funding(people[1] ?? '', usd(1)));

    const sizes: number[] = [];
    const sum = (): number => sizes.reduce((a, b) => a + b, 0);
    while (sum() < 10) {
      const [row] = await app.sql<{ n: number }>('select ledger.seal_next(3)::int as n');
      sizes.push(row?.n ?? 0);
    }

    expect(sum()).toBe(10);
    expect(sizes.filter((size) => ![0, 2, 4].includes(size))).toEqual([]);
    expect((await verify()).faults).toEqual([]);
  });
});

describe('who tampers with the books, triggers off, is named with', () => {
  it.each([
    ['journal', 'seller_id', `seller_id = gen_random_uuid()`],
    ['journal', 'effective_at', `effective_at = effective_at + interval '1 microsecond'`],
    ['journal', 'kind', `kind = kind || ' '`],
    ['journal', 'metadata', `metadata = '{"a": 1}'`],
    ['journal', 'xid', `xid = '9000000'`],
  ])('the altered field of a %s: %s', async (_what, field, change) => {
    const faults = await faultsAfter(`update ledger.journal set ${change} where id = '${nth(1)}'`);

    expect(faults).toEqual([{ kind: 'altered', journalId: nth(1), field }]);
    expect(faults.map(describeFault)).toEqual([`journal ${nth(1)}, ${field}: altered`]);
  });

  it.each([
    ['amount', 'amount = amount + 1'],
    ['side', `side = case side when 'D' then 'C' else 'D' end`],
    ['balance_after', 'balance_after = 5'],
    ['memo_code', `memo_code = 'x'`],
  ])('the altered field of an entry: %s', async (field, change) => {
    const faults = await faultsAfter(`update ledger.entry set ${change} where journal_id = '${nth(1)}' and line = 2`);

    expect(sealed(faults)).toEqual([{ kind: 'altered', journalId: nth(1), line: 2, field }]);
  });

  it('the altered owner of an account, on every line that it has', async () => {
    const faults = await faultsAfter(
      `update ledger.account set owner_id = gen_random_uuid() where owner_id = '${people[1]}'`,
    );

    expect(sealed(faults)).toContainEqual({
      kind: 'altered',
      journalId: nth(1),
      line: 2,
      field: 'account.owner_id',
    });
  });

  it('the deleted journal', async () => {
    const faults = await faultsAfter(
      `delete from ledger.entry where journal_id = '${nth(2)}'`,
      `delete from ledger.journal where id = '${nth(2)}'`,
    );

    expect(sealed(faults)).toEqual([{ kind: 'deleted', journalId: nth(2) }]);
  });

  it('the deleted line', async () => {
    const faults = await faultsAfter(`delete from ledger.entry where journal_id = '${nth(0)}' and line = 1`);

    expect(sealed(faults)).toEqual([{ kind: 'deleted', journalId: nth(0), line: 1 }]);
    expect(faults).toContainEqual({ kind: 'balance', journalId: nth(0), field: 'USD' });
  });

  const copied = (id: string, line: number, journal: string) =>
    `insert into ledger.entry (journal_id, line, account_id, currency, side, amount)
     select '${id}', ${line}, account_id, currency, side, 1 from ledger.entry where journal_id = '${journal}' and line = 1`;

  it('the added line', async () => {
    const faults = await faultsAfter(copied(nth(0), 3, nth(0)));

    expect(sealed(faults)).toEqual([{ kind: 'added', journalId: nth(0), line: 3 }]);
  });

  it('the journal added to what was sealed', async () => {
    const forged = someone();

    const faults = await faultsAfter(
      `insert into ledger.journal (id, source_type, source_id, kind, fingerprint, effective_at, posted_at, xid, actor_type, actor_id)
       select '${forged}', 'forged', 'x', 'x', '', effective_at, posted_at, xid, 'system', 'x'
         from ledger.journal where id = '${nth(0)}'`,
      copied(forged, 1, nth(0)),
      copied(forged, 2, nth(0)),
    );

    expect(sealed(faults)).toEqual([{ kind: 'added', journalId: forged }]);
  });

  it('the lines that have changed places', async () => {
    const faults = await faultsAfter(
      `update ledger.entry set line = line + 10 where journal_id = '${nth(1)}'`,
      `update ledger.entry set line = 13 - line where journal_id = '${nth(1)}'`,
    );

    expect(faults).toEqual([
      { kind: 'reordered', journalId: nth(1), line: 1, field: 'line' },
      { kind: 'reordered', journalId: nth(1), line: 2, field: 'line' },
    ]);
  });

  it.each([
    ['the hash of a journal', `update ledger.seal_leaf set hash = 'x' where journal_id = '$1'`, 'block 1', 'hash'],
    [
      'the block of a journal',
      `update ledger.seal_leaf set seq = 2, nth = 9 where journal_id = '$1'`,
      'block 1',
      'count',
    ],
    ['the places of journals', `update ledger.seal_leaf set nth = nth + 5 where seq = 1`, 'block 1', 'nth'],
    ['the hash of a block', `update ledger.seal set hash = 'x' where seq = 1`, 'block 1', 'hash'],
    ['the link of a block', `update ledger.seal set prev_hash = 'x' where seq = 2`, 'block 2', 'prev_hash'],
    ['a block that is gone', `delete from ledger.seal where seq = 2`, 'block 3', 'seq'],
    ['the range of a block', `update ledger.seal set from_xid = '1' where seq = 1`, 'block 1', 'from_xid'],
  ])('what is wrong with the chain: %s', async (_what, sql, subject, field) => {
    const faults = await faultsAfter(sql.replace('$1', nth(0)));

    expect(faults).toContainEqual({ kind: 'chain', subject, field });
  });

  it('the block even when journal and chain are altered alike', async () => {
    const before = await verify();

    const faults = await faultsAfter(
      `update ledger.journal set kind = 'forged' where id = '${nth(0)}'`,
      `update ledger.seal_leaf l set hash = ledger.content_hash(c.fields), marks = ledger.marks(c.fields)
         from ledger.journal_content c where c.journal_id = l.journal_id and l.journal_id = '${nth(0)}'`,
    );

    expect(faults).toEqual([{ kind: 'chain', subject: 'block 1', field: 'hash' }]);
    expect(await verify()).toEqual(before);
  });

  it('the whole chain, made anew, to who has kept an earlier head', async () => {
    const { head } = await verify();

    const kept = await verifyBooks(superuser, head ?? '');
    const other = await verifyBooks(superuser, 'ab'.repeat(32));

    expect(kept.faults).toEqual([]);
    expect(other.faults).toEqual([{ kind: 'deleted', subject: `block with the hash ${'ab'.repeat(32)}` }]);
  });

  it('the account whose balance is not the sum of its entries', async () => {
    const [account] = await app.sql<{ id: string }>('select id from ledger.account where owner_id = $1', [people[0]]);

    const faults = await faultsAfter(
      `update ledger.balance set credit_posted = credit_posted + 1 where account_id = '${account?.id}'`,
    );

    expect(faults).toEqual([
      { kind: 'balance', subject: `account ${account?.id} (seller_available)`, field: 'credit' },
    ]);
  });
});
