import { toWire } from '../../src/kernel/index.js';
import type { Bench } from './bench.js';
import { Caller } from './caller.js';
import type { Server } from './machine.js';
import type { Row } from './rows.js';

const ENTRIES = 100_000;
/** How many small statements are as much as the large one. */
const TIMES = 10;
const AT_ONCE = 5_000;
const LOOK_EVERY_MS = 20;

/** So many sales of the seller in the month before, through the ledger's own function. */
const SALES = `
  select count(*) from ledger.post((select jsonb_agg(jsonb_build_object(
    'id', ledger.new_id(), 'sourceType', 'bench', 'sourceId', 'statement:' || $1::text || n, 'kind', 'sale',
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

interface Issued {
  readonly path: string;
  readonly ms: number;
}

/**
 * A statement of 100,000 entries: made, and sent as CSV, with the memory that the sending takes beside that of ten
 * statements of a tenth. Both leave the same garbage; only what has to be kept for one of them may differ.
 */
export async function measureStatement(bench: Bench): Promise<Row[]> {
  const api = new Caller(bench.server.url);
  const staff = { staffRoles: ['finance'] };
  const { token } = await api.made<{ token: string }>('/v1/sandbox/users', undefined, staff);
  const [large, small] = bench.market.sellers.slice(-2);
  const [all, tenth] = [
    await issued(bench, api, token, large ?? '', ENTRIES),
    await issued(bench, api, token, small ?? '', ENTRIES / TIMES),
  ];
  api.close();
  const read = (path: string, entries: number): Promise<Sent> => sent(bench.server, path, token, entries);
  await read(all.path, ENTRIES);
  const sending = await read(all.path, ENTRIES);
  const parts: Sent[] = [];
  for (let n = 0; n < TIMES; n += 1) parts.push(await read(tenth.path, ENTRIES / TIMES));
  const limit = await readAlone(bench, large ?? '');
  return [
    {
      phase: 'statement',
      work: 'issue a statement of 100,000 entries',
      measured: (ENTRIES / all.ms) * 1000,
      unit: '/s',
      limit: (ENTRIES / TIMES / tenth.ms) * 1000,
      limitIs: 'ours, of 10,000 entries',
      ratio: (tenth.ms * TIMES) / all.ms,
      targets: [],
      note: `${(all.ms / 1000).toFixed(1)} s in one transaction`,
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
    memoryOf(sending, parts),
  ];
}

function memoryOf(whole: Sent, parts: readonly Sent[]): Row {
  const peak = Math.max(...parts.map((part) => part.peakMiB));
  return {
    phase: 'statement',
    work: 'peak memory while it is sent',
    measured: whole.peakMiB,
    unit: 'MiB',
    limit: peak,
    limitIs: 'the same entries as ten statements',
    ratio: whole.peakMiB / peak,
    targets: [{ of: 'ratio', atMost: 1.15 }],
    note: `${(whole.peakMiB - whole.beforeMiB).toFixed(0)} MiB above the memory before, garbage included`,
  };
}

/** Sales in the month before, and its statement. @throws Error unless it has all of them. */
async function issued({ db }: Bench, api: Caller, token: string, seller: string, entries: number): Promise<Issued> {
  for (let from = 1; from <= entries; from += AT_ONCE) await db.query(SALES, [seller, from, from + AT_ONCE - 1]);
  await db.query('vacuum analyze ledger.entry, ledger.journal');
  const { rows } = await db.query<{ period: string }>(
    `select to_char(date_trunc('month', now() at time zone 'UTC') - interval '1 day', 'YYYY-MM') as period`,
  );
  const sellerId = toWire('sel', seller);
  const asked = { sellerId, currency: 'USD', period: rows[0]?.period };
  const begin = performance.now();
  const made = await api.made<{ id: string; entryCount: number }>('/v1/finance/statements', token, asked);
  const ms = performance.now() - begin;
  if (made.entryCount !== entries) throw new Error(`The statement has ${made.entryCount} entries`);
  return { path: `/v1/sellers/${sellerId}/statements/${made.id}.csv`, ms };
}

interface Sent {
  readonly ms: number;
  readonly bytes: number;
  readonly beforeMiB: number;
  readonly peakMiB: number;
}

/** Reads the file as fast as it comes and looks at the server's memory meanwhile. */
async function sent(server: Server, path: string, token: string, entries: number): Promise<Sent> {
  const beforeMiB = server.rssMiB() ?? NaN;
  let peakMiB = beforeMiB;
  const look = setInterval(() => (peakMiB = Math.max(peakMiB, server.rssMiB() ?? NaN)), LOOK_EVERY_MS);
  const begin = performance.now();
  const answer = await fetch(server.url + path, { headers: { authorization: `Bearer ${token}` } });
  let [bytes, records] = [0, 0];
  for await (const part of answer.body ?? []) {
    const chunk = part as Uint8Array;
    bytes += chunk.length;
    for (const byte of chunk) if (byte === 10) records += 1;
  }
  clearInterval(look);
  if (!answer.ok || records < entries) throw new Error(`${path}: ${answer.status}, ${records} records`);
  return { ms: performance.now() - begin, bytes, beforeMiB, peakMiB };
}

async function readAlone({ db }: Bench, seller: string): Promise<number> {
  const { rows } = await db.query<{ id: string }>(
    'select id from seller_statements where seller_id = $1 and entries > 0',
    [seller],
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
