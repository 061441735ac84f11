import { Injectable } from '@nestjs/common';
import { query, queryOne, statement, type Tx } from '../../platform/database/index.js';
import { feesOf, feeTaxOf } from '../ledger/index.js';

export interface FeeEntryRow {
  readonly journalId: string;
  readonly line: number;
  readonly account: string;
  readonly isTax: boolean;
  readonly amount: number;
  readonly sourceType: string;
  readonly sellerOrderId: string | null;
  readonly ruleVersion: string | null;
}

/** How many entries are new. */
export interface NewFees {
  readonly charged: number;
  readonly returned: number;
  /** The first journal that takes effect after the period. */
  readonly earliest: string | null;
}

interface Piece extends NewFees {
  readonly entries: number;
  /** The last of them; null without any. */
  readonly journalId: string | null;
  readonly line: number | null;
}

/**
 * Looks at some entries of a memo, in the order of their journals: what took effect before the end, and is on no
 * document, is put on one of the two.
 */
const take = statement<
  [
    memo: string,
    currency: string,
    endsAt: Date,
    journal: string,
    line: number,
    invoiceId: string,
    creditNoteId: string,
    most: number,
  ],
  Piece
>(
  'fee-invoices.take-entries',
  `with portion as materialized (
     select e.journal_id, e.line, e.side
       from ledger.entry e
      where e.memo_code = $1 and e.currency = $2
        and e.journal_id >= $4::uuid and (e.journal_id, e.line) > ($4::uuid, $5::int)
      order by e.journal_id, e.line limit $8),
   fresh as materialized (
     select s.journal_id, s.line, s.side, j.effective_at
       from portion s join ledger.journal j on j.id = s.journal_id
      where not exists (select from fee_invoice_entries i where i.journal_id = s.journal_id and i.line = s.line)),
   taken as (
     insert into fee_invoice_entries (journal_id, line, invoice_id)
     select journal_id, line, case side when 'C' then $6::uuid else $7::uuid end from fresh where effective_at < $3)
   select looked.entries, looked.journals[looked.entries] as "journalId", looked.lines[looked.entries] as line,
          found.*
     from (select count(*)::int as entries, array_agg(journal_id order by journal_id, line) as journals,
                  array_agg(line order by journal_id, line) as lines from portion) looked,
          (select count(*) filter (where effective_at < $3 and side = 'C') as charged,
                  count(*) filter (where effective_at < $3 and side = 'D') as returned,
                  min(journal_id::text) filter (where effective_at >= $3) as earliest from fresh) found`,
);

const page = statement<[invoiceId: string, journal: string, line: number, limit: number], FeeEntryRow>(
  'fee-invoices.page-of-entries',
  `select i.journal_id as "journalId", i.line, a.type_code as account, a.type_code = 'tax_payable' as "isTax", e.amount,
          j.source_type as "sourceType", j.seller_order_id as "sellerOrderId", j.rule_version as "ruleVersion"
     from (select * from fee_invoice_entries where invoice_id = $1 and (journal_id, line) > ($2::uuid, $3::int)
            order by journal_id, line limit $4) i
     join ledger.entry e on e.journal_id = i.journal_id and e.line = i.line
     join ledger.account a on a.id = e.account_id
     join ledger.journal j on j.id = i.journal_id
    order by i.journal_id, i.line`,
);

const AT_ONCE = 500;
/** What one statement to the database looks at. */
const LOOKED_AT_ONCE = 5_000;
const FIRST = '00000000-0000-0000-0000-000000000000';

/** Entries of platform-wide accounts that say which seller's fees, or tax on fees, they are. */
@Injectable()
export class FeeEntries {
  async take(
    tx: Tx,
    of: { readonly sellerId: string; readonly currency: string; readonly endsAt: Date; readonly from: string },
    ids: { readonly invoice: string; readonly creditNote: string },
  ): Promise<NewFees> {
    let found: NewFees = { charged: 0, returned: 0, earliest: null };
    for (const memo of [feesOf(of.sellerId), feeTaxOf(of.sellerId)]) {
      let [journal, line, looked] = [of.from, -1, LOOKED_AT_ONCE];
      while (looked === LOOKED_AT_ONCE) {
        const where = [memo, of.currency, of.endsAt, journal, line] as const;
        const piece = (await queryOne(tx, take, [...where, ids.invoice, ids.creditNote, LOOKED_AT_ONCE])) as Piece;
        found = together(found, piece);
        [journal, line, looked] = [piece.journalId ?? journal, piece.line ?? line, piece.entries];
      }
    }
    return found;
  }

  /** All entries of a document, some at a time. */
  async *of(tx: Tx, invoiceId: string): AsyncGenerator<readonly FeeEntryRow[]> {
    let after: readonly [string, number] = [FIRST, -1];
    for (;;) {
      const rows = await query(tx, page, [invoiceId, ...after, AT_ONCE]);
      if (rows.length > 0) yield rows;
      const last = rows.at(-1);
      if (!last || rows.length < AT_ONCE) return;
      after = [last.journalId, last.line];
    }
  }
}

const together = (one: NewFees, other: NewFees): NewFees => ({
  charged: one.charged + other.charged,
  returned: one.returned + other.returned,
  earliest: [one.earliest, other.earliest].filter((each) => each !== null).sort()[0] ?? null,
});
