import { Injectable } from '@nestjs/common';
import { query, statement, type Tx } from '../../platform/database/index.js';
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

/** What is new on one side: charged (`C`) or given back (`D`). */
export interface NewFees {
  readonly side: 'C' | 'D';
  readonly entries: number;
  /** The first journal that takes effect after the period. */
  readonly earliest: string | null;
}

/** Puts every entry of the seller's fees that took effect before the end, and is on no document, on one of the two. */
const take = statement<
  [memos: readonly string[], currency: string, endsAt: Date, from: string, invoiceId: string, creditNoteId: string],
  NewFees
>(
  'fee-invoices.take-entries',
  `with fresh as materialized (
     select e.journal_id, e.line, e.side, j.effective_at
       from ledger.entry e join ledger.journal j on j.id = e.journal_id
      where e.memo_code = any($1::text[]) and e.currency = $2 and e.journal_id >= $4::uuid
        and not exists (select from fee_invoice_entries i where i.journal_id = e.journal_id and i.line = e.line)),
   taken as (
     insert into fee_invoice_entries (journal_id, line, invoice_id)
     select journal_id, line, case side when 'C' then $5::uuid else $6::uuid end from fresh where effective_at < $3)
   select side, count(*) filter (where effective_at < $3) as entries,
          min(journal_id::text) filter (where effective_at >= $3) as earliest
     from fresh group by side`,
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
const FIRST = '00000000-0000-0000-0000-000000000000';

/** Entries of platform-wide accounts that say which seller's fees, or tax on fees, they are. */
@Injectable()
export class FeeEntries {
  take(
    tx: Tx,
    of: { readonly sellerId: string; readonly currency: string; readonly endsAt: Date; readonly from: string },
    ids: { readonly invoice: string; readonly creditNote: string },
  ): Promise<NewFees[]> {
    const memos = [feesOf(of.sellerId), feeTaxOf(of.sellerId)];
    return query(tx, take, [memos, of.currency, of.endsAt, of.from, ids.invoice, ids.creditNote]);
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
