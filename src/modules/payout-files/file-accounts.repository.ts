import { Injectable } from '@nestjs/common';
import { Db, query, queryOne, statement, type Tx } from '../../platform/database/index.js';

export interface FileAccountRow {
  readonly currency: string;
  readonly name: string;
  readonly account: string;
  readonly bic: string;
  readonly isActive: boolean;
  readonly changedBy: string;
  readonly changedAt: Date;
}

const COLUMNS = `currency, name, account, bic, is_active as "isActive", changed_by as "changedBy",
  changed_at as "changedAt"`;

const put = statement<[string, string, string, string, boolean, string, Date], FileAccountRow>(
  'payout-files.put-account',
  `insert into payout_file_accounts (currency, name, account, bic, is_active, changed_by, changed_at)
   values ($1, $2, $3, $4, $5, $6, $7)
   on conflict (currency) do update set name = excluded.name, account = excluded.account, bic = excluded.bic,
     is_active = excluded.is_active, changed_by = excluded.changed_by, changed_at = excluded.changed_at
   returning ${COLUMNS}`,
);

const find = statement<[currency: string], FileAccountRow>(
  'payout-files.account',
  `select ${COLUMNS} from payout_file_accounts where currency = $1 for share`,
);

const list = statement<[], FileAccountRow>(
  'payout-files.accounts',
  `select ${COLUMNS} from payout_file_accounts order by currency`,
);

type ResultInput = [batch: string, sha: string, line: string, payout: string | null, string, Date, by: string];

const note = statement<ResultInput, never>(
  'payout-files.note-result',
  `insert into payout_batch_results (batch_id, line_sha256, line, payout_id, outcome, received_at, received_by)
   values ($1, $2, $3, $4, $5, $6, $7)
   on conflict on constraint payout_batch_results_once do nothing`,
);

const known = statement<[batch: string, hashes: string[]], { sha: string }>(
  'payout-files.known-results',
  'select line_sha256 as sha from payout_batch_results where batch_id = $1 and line_sha256 = any($2::text[])',
);

/** Which of our accounts files draw on, and which lines banks have sent back. */
@Injectable()
export class FileAccounts {
  constructor(private readonly db: Db) {}

  async put(tx: Tx, row: FileAccountRow): Promise<FileAccountRow> {
    const { currency, name, account, bic, isActive, changedBy, changedAt } = row;
    return (await queryOne(tx, put, [currency, name, account, bic, isActive, changedBy, changedAt])) as FileAccountRow;
  }

  find = (tx: Tx, currency: string): Promise<FileAccountRow | undefined> => queryOne(tx, find, [currency]);
  list = (): Promise<FileAccountRow[]> => this.db.query(list, []);

  async known(tx: Tx, batchId: string, hashes: string[]): Promise<Set<string>> {
    return new Set((await query(tx, known, [batchId, hashes])).map(({ sha }) => sha));
  }

  async noteResult(tx: Tx, ...result: ResultInput): Promise<void> {
    await query(tx, note, result);
  }
}
