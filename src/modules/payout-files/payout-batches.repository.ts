import { Injectable } from '@nestjs/common';
import { FieldCipher } from '../../platform/crypto/index.js';
import { Db, query, queryOne, statement, type Tx } from '../../platform/database/index.js';
import type { Creditor, FileBatch, FileItem } from './payout-file.domain.js';

export interface BatchRow {
  readonly batchId: string;
  readonly currency: string;
  readonly debtorName: string;
  readonly debtorAccount: string;
  readonly debtorBic: string;
  readonly executionOn: string;
  readonly payoutCount: number;
  readonly total: number;
  readonly formatVersion: number;
  readonly csvSha256: string;
  readonly xmlSha256: string;
  readonly createdBy: string;
  readonly createdAt: Date;
}

export interface BatchStates {
  readonly state: string;
  readonly payouts: number;
  readonly amount: number;
}

const COLUMNS = `id as "batchId", currency, debtor_name as "debtorName", debtor_account as "debtorAccount",
  debtor_bic as "debtorBic", execution_on::text as "executionOn", payout_count as "payoutCount", total,
  format_version as "formatVersion", csv_sha256 as "csvSha256", xml_sha256 as "xmlSha256", created_by as "createdBy",
  created_at as "createdAt"`;

const insert = statement<unknown[], never>(
  'payout-files.insert-batch',
  `with batch as (
     insert into payout_batches (id, currency, debtor_name, debtor_account, debtor_bic, execution_on, payout_count, total,
       format_version, csv_sha256, xml_sha256, created_by, created_at)
     values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13) returning id)
   insert into payout_batch_items (batch_id, nth, payout_id, amount, creditor_sealed)
   select b.id, i.nth, i.payout_id, i.amount, i.sealed
     from batch b, unnest($14::int[], $15::uuid[], $16::bigint[], $17::text[]) as i(nth, payout_id, amount, sealed)`,
);

const find = statement<[id: string], BatchRow>(
  'payout-files.batch',
  `select ${COLUMNS} from payout_batches where id = $1`,
);

const page = statement<[currency: string | null, before: string | null, limit: number], BatchRow>(
  'payout-files.page-of-batches',
  `select ${COLUMNS} from payout_batches
    where ($1::text is null or currency = $1) and ($2::uuid is null or id < $2) order by id desc limit $3`,
);

const items = statement<[id: string], { payoutId: string; amount: number; sealed: string }>(
  'payout-files.items',
  `select payout_id as "payoutId", amount, creditor_sealed as sealed from payout_batch_items where batch_id = $1
    order by nth`,
);

const states = statement<[id: string], BatchStates>(
  'payout-files.states',
  `select p.state, count(*) as payouts, sum(p.amount)::bigint as amount
     from payout_batch_items i join payouts p on p.id = i.payout_id where i.batch_id = $1 group by 1 order by 1`,
);

const members = statement<[id: string, payouts: string[]], { payoutId: string }>(
  'payout-files.members',
  `select payout_id as "payoutId" from payout_batch_items where batch_id = $1 and payout_id = any($2::uuid[])`,
);

const contextOf = (payoutId: string): string => `payout_batch_items.creditor.${payoutId}`;

/** What files are written from. Who gets the money is sealed. */
@Injectable()
export class PayoutBatches {
  constructor(
    private readonly db: Db,
    private readonly cipher: FieldCipher,
  ) {}

  async insert(tx: Tx, batch: BatchRow, list: readonly FileItem[]): Promise<void> {
    const { batchId, currency, debtorName, debtorAccount, debtorBic, executionOn, payoutCount, total } = batch;
    const { formatVersion, csvSha256, xmlSha256, createdBy, createdAt } = batch;
    await query(tx, insert, [
      ...[batchId, currency, debtorName, debtorAccount, debtorBic, executionOn, payoutCount, total],
      ...[formatVersion, csvSha256, xmlSha256, createdBy, createdAt],
      list.map((_, i) => i + 1),
      list.map(({ payoutId }) => payoutId),
      list.map(({ amount }) => amount),
      list.map(({ payoutId, creditor }) => this.cipher.seal(JSON.stringify(creditor), contextOf(payoutId))),
    ]);
  }

  find = (batchId: string): Promise<BatchRow | undefined> => this.db.queryOne(find, [batchId]);
  findIn = (tx: Tx, batchId: string): Promise<BatchRow | undefined> => queryOne(tx, find, [batchId]);

  /** Newest first. */
  page(currency: string | undefined, before: string | undefined, limit: number): Promise<BatchRow[]> {
    return this.db.query(page, [currency ?? null, before ?? null, limit]);
  }

  /** With whom it pays, opened. */
  async whole(row: BatchRow): Promise<FileBatch> {
    const rows = await this.db.query(items, [row.batchId]);
    const list = rows.map(({ payoutId, amount, sealed }) => {
      const creditor = JSON.parse(this.cipher.open(sealed, contextOf(payoutId))) as Creditor;
      return { payoutId, amount, creditor };
    });
    return { ...row, items: list };
  }

  states = (batchId: string): Promise<BatchStates[]> => this.db.query(states, [batchId]);

  /** Which of the payouts are in the batch. */
  async members(tx: Tx, batchId: string, payoutIds: string[]): Promise<Set<string>> {
    return new Set((await query(tx, members, [batchId, payoutIds])).map(({ payoutId }) => payoutId));
  }
}
