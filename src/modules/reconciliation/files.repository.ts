import { Injectable } from '@nestjs/common';
import { Db, query, queryOne, statement, type Tx } from '../../platform/database/index.js';
import { namesSettlement, type StatementBalance, type StatementLine } from './statement-line.domain.js';

export interface FileRow {
  readonly id: string;
  readonly accountId: string;
  readonly format: string;
  readonly encoding: string;
  readonly bytes: number;
  readonly lines: number;
  readonly added: number;
  readonly balances: readonly StatementBalance[];
  readonly importedBy: string | null;
  readonly importedAt: Date;
  /** Of its lines, as they are by now. */
  readonly matched: number;
  readonly waiting: number;
  readonly breaks: number;
}

export interface NewFile {
  readonly id: string;
  readonly accountId: string;
  readonly sha256: Buffer;
  readonly format: string;
  readonly encoding: string;
  readonly bytes: number;
  readonly lines: number;
  readonly balances: readonly StatementBalance[];
  readonly importedBy: string | null;
}

const COLUMNS = `f.id, f.account_id as "accountId", f.format, f.encoding, f.bytes, f.lines, f.added, f.balances,
  f.imported_by as "importedBy", f.imported_at as "importedAt", s.matched, s.waiting, s.breaks`;

const FILES = `reconciliation_files f cross join lateral (
    select count(*) filter (where status = 'matched')::int as matched,
           count(*) filter (where status = 'waiting')::int as waiting,
           count(*) filter (where status not in ('matched', 'waiting', 'ignored_with_reason'))::int as breaks
      from reconciliation_items i where i.file_id = f.id) s`;

const insert = statement<unknown[], { id: string }>(
  'reconciliation.insert-file',
  `insert into reconciliation_files (id, account_id, sha256, format, encoding, bytes, lines, added, balances, imported_by,
     imported_at) values ($1, $2, $3, $4, $5, $6, $7, 0, $8, $9, $10)
   on conflict (account_id, sha256) do nothing returning id`,
);

const noteAdded = statement<[id: string, added: number], never>(
  'reconciliation.note-added',
  'update reconciliation_files set added = $2 where id = $1',
);

const byHash = statement<[accountId: string, sha256: Buffer], { id: string }>(
  'reconciliation.file-by-hash',
  'select id from reconciliation_files where account_id = $1 and sha256 = $2',
);

const find = statement<[id: string], FileRow>('reconciliation.file', `select ${COLUMNS} from ${FILES} where f.id = $1`);

const page = statement<[accountId: string | null, before: string | null, limit: number], FileRow>(
  'reconciliation.page-of-files',
  `select ${COLUMNS} from ${FILES} where ($1::uuid is null or f.account_id = $1) and ($2::uuid is null or f.id < $2)
    order by f.id desc limit $3`,
);

const LINE_COLUMNS = `external_id text, kind text, currency text, amount bigint, value_date date, booked_on date, reference text, own_id uuid,
  tokens text[], names_settlement boolean, body text, line integer`;

/**
 * The first line that says something else than the same line of a file before. A provider may find out later when the
 * money of a line will count; a bank that says another day contradicts itself.
 */
const contradiction = statement<[accountId: string, lines: string], { line: number; externalId: string }>(
  'reconciliation.contradiction',
  `select l.line, l.external_id as "externalId"
     from jsonb_to_recordset($2::jsonb) as l(${LINE_COLUMNS})
     join reconciliation_items i on i.account_id = $1 and i.external_id = l.external_id
     join reconciliation_accounts a on a.id = i.account_id
    where (i.kind, i.currency::text, i.amount, i.booked_on) <> (l.kind, l.currency, l.amount, l.booked_on)
       or i.own_id is distinct from l.own_id or (a.kind = 'bank' and i.value_date <> l.value_date)
    order by l.line limit 1`,
);

const add = statement<[accountId: string, fileId: string, lines: string, at: Date], { id: string }>(
  'reconciliation.add-lines',
  `insert into reconciliation_items (id, account_id, origin, file_id, external_id, kind, currency, amount, value_date,
     booked_on, reference, own_id, tokens, names_settlement, body, since)
   select gen_random_uuid(), $1, 'external', $2, external_id, kind, currency, amount, value_date, booked_on, reference, own_id,
          tokens, names_settlement, body, $4
     from jsonb_to_recordset($3::jsonb) as l(${LINE_COLUMNS})
   on conflict (account_id, external_id) do nothing returning id`,
);

const AT_ONCE = 1_000;

/** Files that were taken in, and their lines. */
@Injectable()
export class FilesRepository {
  constructor(private readonly db: Db) {}

  /** False when the account has the same file. */
  async insert(tx: Tx, file: NewFile, at: Date): Promise<boolean> {
    const { id, accountId, sha256, format, encoding, bytes, lines, balances, importedBy } = file;
    const content = [format, encoding, bytes, lines, JSON.stringify(balances)];
    return (await queryOne(tx, insert, [id, accountId, sha256, ...content, importedBy, at])) !== undefined;
  }

  /** Adds the lines that the account does not have. Returns how many, or the line that contradicts one it has. */
  async addLines(
    tx: Tx,
    { id, accountId }: Pick<NewFile, 'id' | 'accountId'>,
    lines: readonly StatementLine[],
    at: Date,
  ): Promise<number | { line: number; externalId: string }> {
    let added = 0;
    for (let first = 0; first < lines.length; first += AT_ONCE) {
      const document = JSON.stringify(lines.slice(first, first + AT_ONCE).map(rowOf));
      const contradicting = await queryOne(tx, contradiction, [accountId, document]);
      if (contradicting) return contradicting;
      added += (await query(tx, add, [accountId, id, document, at])).length;
    }
    await query(tx, noteAdded, [id, added]);
    return added;
  }

  async idOf(tx: Tx, accountId: string, sha256: Buffer): Promise<string | undefined> {
    return (await queryOne(tx, byHash, [accountId, sha256]))?.id;
  }

  find = (id: string): Promise<FileRow | undefined> => this.db.queryOne(find, [id]);

  page(accountId: string | undefined, before: string | undefined, limit: number): Promise<FileRow[]> {
    return this.db.query(page, [accountId ?? null, before ?? null, limit]);
  }
}

const rowOf = (line: StatementLine): object => ({
  external_id: line.externalId,
  kind: line.kind,
  currency: line.currency,
  amount: line.amount,
  value_date: line.valueDate,
  booked_on: line.bookedOn,
  reference: line.reference,
  own_id: line.ownId,
  tokens: line.tokens,
  names_settlement: namesSettlement(line.tokens),
  body: line.text,
  line: line.line,
});
