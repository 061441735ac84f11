import { toWire } from '../../src/kernel/index.js';
import type { Bench } from './bench.js';
import { Caller } from './caller.js';
import type { Server } from './machine.js';
import type { Row } from './rows.js';

const ENTRIES = 100_000;
const AT_ONCE = 5_000;
const LOOK_EVERY_MS = 20;

/** So many sales of the seller in the month before, through the ledger's own function. */
const SALES = `
  select count(*) from ledger.post((select jsonb_agg(jsonb_build_object(
    'id', ledger.new_id(), 'sourceType', 'bench', 'sourceId', 'statement:' || n, 'kind', 'sale',
    'effectiveAt', date_trunc('month', now() at time zone 'UTC') - n * interval '20 seconds',
    'actorType', 'system', 'actorId', 'bench', 'lines', jsonb_build_array(
      jsonb_build_object('account', 'psp_clearing', 'side', 'D', 'amount', 2500, 'currency', 'USD'),
      jsonb_build_object('account', 'seller_available', 'owner', $1::text, 'side', 'C', 'amount', 2500,
                         'currency', 'USD')))) from generate_series($2::int, $3::int) n))`;

/** What the database alone takes to read the same entries, in as many answers. */
const READ = `
  select l.effective_at::text as at, l.journal_id, l.line, e.amount, j.kind
    from (select * from seller_statement_lines
           where statement_id = $1 and (effective_at, journal_id, line) > ($2::timestamptz, $3::uuid, $4::int)
           order by effective_at, journal_id, line limit 1000) l
    join ledger.entry e on e.journal_id = l.journal_id and e.line = l.line
    join ledger.journal j on j.id = l.journal_id
   order by l.effective_at, l.journal_id, l.line`;

interface Statement {
  readonly id: string;
  readonly entryCount: number;
}

/** A statement of 100,000 entries: made, and sent as CSV, with the memory that the sending takes. */
export async function measureStatement(bench: Bench): Promise<Row[]> {
  const { db, market, server } = bench;
  const seller = market.sellers.at(-1) ?? '';
  for (let from = 1; from <= ENTRIES; from += AT_ONCE) await db.query(SALES, [seller, from, from + AT_ONCE - 1]);
  await db.query('vacuum analyze ledger.entry, ledger.journal');
  const api = new Caller(server.url);
  const staff = { staffRoles: ['finance'] };
  const { token } = await api.made<{ token: string }>('/v1/sandbox/users', undefined, staff);
  const { rows } = await db.query<{ period: string }>(
    `select to_char(date_trunc('month', now() at time zone 'UTC') - interval '1 day', 'YYYY-MM') as period`,
  );
  const sellerId = toWire('sel', seller);
  const asked = { sellerId, currency: 'USD', period: rows[0]?.period };
  const begin = performance.now();
  const statement = await api.made<Statement>('/v1/finance/statements', token, asked);
  const issued = performance.now() - begin;
  api.close();
  if (statement.entryCount !== ENTRIES) throw new Error(`The statement has ${statement.entryCount} entries`);
  const path = `/v1/sellers/${sellerId}/statements/${statement.id}.csv`;
  await sent(server, path, token);
  const sending = await sent(server, path, token);
  const limit = await readAlone(bench);
  return [
    {
      phase: 'statement',
      work: 'issue a statement of 100,000 entries',
      measured: (ENTRIES / issued) * 1000,
      unit: '/s',
      targets: [],
      note: `${(issued / 1000).toFixed(1)} s in one transaction`,
    },
    {
      phase: 'statement',
      work: 'send it as CSV, entries',
      measured: (ENTRIES / sending.ms) * 1000,
      unit: '/s',
      limit,
      limitIs: 'PostgreSQL, the same entries in as many answers',
      ratio: (ENTRIES / sending.ms) * (1000 / limit),
      targets: [],
      note: `${(sending.bytes / 2 ** 20).toFixed(1)} MiB`,
    },
    {
      phase: 'statement',
      work: 'peak memory while it is sent, above the memory before',
      measured: sending.growthMiB,
      unit: 'MiB',
      targets: [{ of: 'measured', atMost: 160 }],
      note: 'garbage included; what lives is about 1 MiB, however many entries there are',
    },
  ];
}

/** Reads the file as fast as it comes and looks at the server's memory meanwhile. */
async function sent(server: Server, path: string, token: string) {
  const before = server.rssMiB() ?? NaN;
  let peak = before;
  const look = setInterval(() => (peak = Math.max(peak, server.rssMiB() ?? NaN)), LOOK_EVERY_MS);
  const begin = performance.now();
  const answer = await fetch(server.url + path, { headers: { authorization: `Bearer ${token}` } });
  let [bytes, records] = [0, 0];
  for await (const part of answer.body ?? []) {
    const chunk = part as Uint8Array;
    bytes += chunk.length;
    for (const byte of chunk) if (byte === 10) records += 1;
  }
  clearInterval(look);
  if (!answer.ok || records < ENTRIES) throw new Error(`${path}: ${answer.status}, ${records} records`);
  return { ms: performance.now() - begin, bytes, growthMiB: peak - before };
}

async function readAlone({ db, market }: Bench): Promise<number> {
  const { rows } = await db.query<{ id: string }>(
    'select id from seller_statements where seller_id = $1 and entries > 0',
    [market.sellers.at(-1)],
  );
  let after: readonly [string, string, number] = ['-infinity', '00000000-0000-0000-0000-000000000000', -1];
  const begin = performance.now();
  for (;;) {
    const text = { name: 'bench-statement', text: READ, values: [rows[0]?.id, ...after] };
    const page = await db.query<{ at: string; journal_id: string; line: number }>(text);
    const last = page.rows.at(-1);
    if (!last) return (ENTRIES / (performance.now() - begin)) * 1000;
    after = [last.at, last.journal_id, last.line];
  }
}
