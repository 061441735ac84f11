import { divergenceOf, type KeptHead } from './kept-head.domain.js';
import { differencesOf, type BookFault, type SealedDifference } from './book-fault.domain.js';

/** A connection of the driver: what it reads is one state of the database. */
export interface Reader {
  query<R extends object>(sql: string, values?: unknown[]): Promise<{ rows: R[] }>;
}

export interface Verification {
  /** Journals in the chain, and journals in the books. */
  readonly sealed: number;
  readonly journals: number;
  /** Hash of the newest block, hexadecimal; null before the first. */
  readonly head: string | null;
  readonly faults: readonly BookFault[];
}

const MOST_LINES = 1_000;

const COUNTS = `
  select (select count(*) from ledger.seal_leaf)::int as sealed, (select count(*) from ledger.journal)::int as journals,
         (select encode(hash, 'hex') from ledger.seal order by seq desc limit 1) as head`;
const DIFFERENCES = 'select journal_id as "journalId", sealed, found from ledger.sealed_differences()';
const NUMBERS = `select ledger.marks(array(select n::text from generate_series(1, ${MOST_LINES}) n)) as marks`;
const KEPT = `select from ledger.seal where hash = decode($1, 'hex')`;
const KEPT_BLOCKS = `select seq::int as seq, encode(hash, 'hex') as hash from ledger.seal where seq = any($1::bigint[])`;
const CHAIN = 'select seq::text, field from ledger.chain_faults()';
const SNAPSHOTS = `select account_id || ' on ' || as_of_date as subject, field from ledger.snapshot_drift()`;
const BALANCES = `
  select account_id || ' (' || type_code || ')' as subject,
         case when kept_debit <> entry_debit then 'debit' when kept_credit <> entry_credit then 'credit'
              else 'version' end as field from ledger.drift()
  union all select account_id::text, 'pending' from ledger.pending_drift()`;
const UNEVEN = 'select journal_id as "journalId", currency as field from ledger.imbalance()';

type Found = Omit<BookFault, 'kind'>;

/**
 * Recomputes the chain of hashes and every balance, and names each row that is not what it was or has to be. Journals
 * that are not sealed yet can only be checked for their balance. Who rewrites history and all of the chain after it is
 * found by what was kept elsewhere: the hash of a head, which is then no block's any more, or the heads of many days, which
 * also tell since when.
 */
export async function verifyBooks(reader: Reader, kept: string | readonly KeptHead[] = []): Promise<Verification> {
  await reader.query('begin isolation level repeatable read read only');
  try {
    await reader.query('set local statement_timeout = 0');
    const counts = await one<Omit<Verification, 'faults'>>(reader, COUNTS);
    return {
      ...counts,
      faults: [
        ...(await (typeof kept === 'string' ? lostHead(reader, kept) : lostHeads(reader, kept))),
        ...(await sealedFaults(reader)),
        ...(await balanceFaults(reader)),
      ],
    };
  } finally {
    await reader.query('rollback');
  }
}

async function lostHeads(reader: Reader, kept: readonly KeptHead[]): Promise<BookFault[]> {
  if (kept.length === 0) return [];
  const { rows } = await reader.query<KeptHead>(KEPT_BLOCKS, [kept.map(({ seq }) => seq)]);
  return divergenceOf(kept, new Map(rows.map(({ seq, hash }) => [seq, hash])));
}

async function lostHead(reader: Reader, head: string): Promise<BookFault[]> {
  const { rows } = await reader.query(KEPT, [head]);
  return rows.length > 0 ? [] : [{ kind: 'deleted', subject: `block with the hash ${head}` }];
}

async function sealedFaults(reader: Reader): Promise<BookFault[]> {
  const { marks } = await one<{ marks: number[] }>(reader, NUMBERS);
  const numbers = new Map(marks.map((mark, i) => [mark, i + 1]));
  const { rows: differences } = await reader.query<SealedDifference>(DIFFERENCES);
  const { rows: chain } = await reader.query<{ seq: string; field: string }>(CHAIN);
  return [
    ...differences.flatMap((each) => differencesOf(each, (mark) => numbers.get(mark) ?? 0)),
    ...chain.map(({ seq, field }): BookFault => ({ kind: 'chain', subject: `block ${seq}`, field })),
  ];
}

async function balanceFaults(reader: Reader): Promise<BookFault[]> {
  const faults: BookFault[] = [];
  for (const [sql, what] of [
    [BALANCES, 'account'],
    [SNAPSHOTS, 'snapshot of'],
    [UNEVEN, ''],
  ] as const) {
    const { rows } = await reader.query<Found>(sql);
    faults.push(
      ...rows.map((row): BookFault => ({
        ...row,
        kind: 'balance',
        ...(row.subject ? { subject: `${what} ${row.subject}` } : {}),
      })),
    );
  }
  return faults;
}

async function one<R extends object>(reader: Reader, sql: string): Promise<R> {
  const { rows } = await reader.query<R>(sql);
  return rows[0] as R;
}
