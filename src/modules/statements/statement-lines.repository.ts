import { Injectable } from '@nestjs/common';
import { Db, query, statement, type Tx } from '../../platform/database/index.js';
import { kindOf } from './statement.domain.js';
import type { SellerAccount, StatementLine } from './statement-parts.domain.js';

/** How many lines are in memory at once, however many a statement has. */
export const LINES_AT_ONCE = 1_000;

/** Where a page of lines begins: instant in PostgreSQL's own words, journal and line. */
export type LinePosition = readonly [at: string, journalId: string, line: number];

export const BEFORE_ALL: LinePosition = ['-infinity', '00000000-0000-0000-0000-000000000000', -1];

export type PlacedLine = StatementLine & { readonly position: LinePosition };

interface Row {
  readonly at: string;
  readonly effectiveAt: Date;
  readonly journalId: string;
  readonly line: number;
  readonly account: string;
  readonly change: number;
  readonly sourceType: string;
  readonly kind: string;
  readonly originalAt: Date | null;
  readonly sellerOrderId: string | null;
  readonly payoutId: string | null;
}

/** A correction is what happened, or corrects what happened, before the period began. */
const lines = statement<[id: string, startsAt: Date, ...LinePosition, limit: number], Row>(
  'statements.lines',
  `select l.effective_at::text as at, l.effective_at as "effectiveAt", l.journal_id as "journalId", l.line,
          substr(a.type_code, 8) as account, case e.side when t.normal_side then e.amount else -e.amount end as change,
          j.source_type as "sourceType", j.kind, j.seller_order_id as "sellerOrderId", j.payout_id as "payoutId",
          case when happened.at < $2 then happened.at end as "originalAt"
     from (select * from seller_statement_lines
            where statement_id = $1 and (effective_at, journal_id, line) > ($3::timestamptz, $4::uuid, $5::int)
            order by effective_at, journal_id, line limit $6) l
     join ledger.entry e on e.journal_id = l.journal_id and e.line = l.line
     join ledger.account a on a.id = e.account_id
     join ledger.account_type t on t.code = a.type_code
     join ledger.journal j on j.id = l.journal_id
     left join ledger.journal c on c.id = j.corrects_id
     cross join lateral (
       select least(l.effective_at, (j.metadata ->> 'happenedAt')::timestamptz, c.effective_at,
                    (c.metadata ->> 'happenedAt')::timestamptz) as at) happened
    order by l.effective_at, l.journal_id, l.line`,
);

/** The entries of a statement, out of the ledger, in the order of their instants. */
@Injectable()
export class StatementLines {
  constructor(private readonly db: Db) {}

  async page(id: string, startsAt: Date, after: LinePosition, limit: number, tx?: Tx): Promise<PlacedLine[]> {
    const values = [id, startsAt, ...after, limit] as const;
    const rows = tx ? await query(tx, lines, [...values]) : await this.db.query(lines, [...values]);
    return rows.map(({ at, sourceType, kind, account, ...row }) => ({
      ...row,
      account: account as SellerAccount,
      kind: kindOf(sourceType, kind),
      position: [at, row.journalId, row.line],
    }));
  }

  /** All of them, `LINES_AT_ONCE` at a time; without a transaction no connection is held in between. */
  async *all(id: string, startsAt: Date, tx?: Tx): AsyncGenerator<readonly PlacedLine[]> {
    let after = BEFORE_ALL;
    for (;;) {
      const page = await this.page(id, startsAt, after, LINES_AT_ONCE, tx);
      if (page.length > 0) yield page;
      const last = page.at(-1);
      if (!last || page.length < LINES_AT_ONCE) return;
      after = last.position;
    }
  }
}
