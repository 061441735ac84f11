import { Injectable } from '@nestjs/common';
import { Db, queryOne, statement, type Tx } from '../../platform/database/index.js';
import type { AccountEntryRow, AccountRow, JournalFilter, JournalRow, TrialBalanceRow } from './reading.rows.js';

const ACCOUNT = `k.account_id as "accountId", type_code as account, class, owner_id as owner, currency, status, mode,
  debit, credit, case k.normal_side when 'D' then debit - credit else credit - debit end as balance,
  coalesce(case k.normal_side when 'D' then b.credit_pending else b.debit_pending end, 0) as pending,
  f.reason as "freezeReason"`;
const ACCOUNTS = `ledger.account_balance k left join ledger.balance b on b.account_id = k.account_id
  left join account_freezes f on f.account_id = k.account_id and f.lifted_at is null`;

const accounts = statement<
  [type: string | null, owner: string | null, currency: string | null, after: string | null, limit: number],
  AccountRow
>(
  'books.accounts',
  `select ${ACCOUNT} from ${ACCOUNTS}
    where ($1::text is null or type_code = $1) and ($2::uuid is null or owner_id = $2)
      and ($3::text is null or currency = $3) and ($4::uuid is null or k.account_id > $4)
    order by k.account_id limit $5`,
);

const account = statement<[id: string], AccountRow>(
  'books.account',
  `select ${ACCOUNT} from ${ACCOUNTS} where k.account_id = $1`,
);

/** Runs back from the balance after the newest entry of the page, which is the present one on the first page. */
const entries = statement<
  [account: string, journal: string | null, line: number | null, balance: number | null, limit: number],
  AccountEntryRow
>(
  'books.entries-of-account',
  `select e.journal_id as "journalId", e.line, e.currency, e.side, e.amount,
          coalesce(e.balance_after, e.running) as "balanceAfter", e.running - e.change as "balanceBefore",
          j.source_type as "sourceType", j.source_id as "sourceId", j.kind, j.effective_at as "effectiveAt"
     from (select x.*, (coalesce($4::bigint, k.balance) - coalesce(sum(change) over older, 0))::bigint as running
             from (select e.*, case e.side when t.normal_side then e.amount else -e.amount end as change
                     from ledger.entry e join ledger.account a on a.id = e.account_id
                     join ledger.account_type t on t.code = a.type_code
                    where e.account_id = $1 and ($2::uuid is null or (e.journal_id, e.line) < ($2, $3::int))
                    order by e.journal_id desc, e.line desc limit $5) x,
                  (select case normal_side when 'D' then debit - credit else credit - debit end as balance
                     from ledger.account_balance where account_id = $1) k
           window older as (order by x.journal_id desc, x.line desc rows between unbounded preceding and 1 preceding)) e
     join ledger.journal j on j.id = e.journal_id
    order by e.journal_id desc, e.line desc`,
);

const JOURNAL = `j.id, j.source_type as "sourceType", j.source_id as "sourceId", j.kind, j.reverses_id as "reversesId",
  j.corrects_id as "correctsId", j.order_id as "orderId", j.seller_order_id as "sellerOrderId",
  j.seller_id as "sellerId", j.payment_id as "paymentId", j.payout_id as "payoutId",
  j.effective_at as "effectiveAt", j.posted_at as "postedAt",
  j.actor_type as "actorType", j.actor_id as "actorId", j.rule_version as "ruleVersion",
  (select jsonb_agg(jsonb_build_object('line', e.line, 'accountId', e.account_id, 'account', a.type_code,
                    'owner', a.owner_id, 'side', e.side, 'amount', e.amount, 'currency', e.currency) order by e.line)
     from ledger.entry e join ledger.account a on a.id = e.account_id where e.journal_id = j.id) as lines`;

type Given = string | null;
const journals = statement<
  readonly [Given, Given, Given, Given, Given, Given, Given, Given, before: Given, limit: number],
  JournalRow
>(
  'books.journals',
  `select ${JOURNAL} from ledger.journal j
    where ($1::text is null or j.source_type = $1) and ($2::text is null or j.source_id = $2)
      and ($3::uuid is null or j.order_id = $3) and ($4::uuid is null or j.seller_id = $4)
      and ($5::uuid is null or j.payment_id = $5) and ($6::uuid is null or j.payout_id = $6)
      and ($7::timestamptz is null or j.effective_at >= $7) and ($8::timestamptz is null or j.effective_at < $8)
      and ($9::uuid is null or j.id < $9)
    order by j.id desc limit $10`,
);

const journal = statement<[id: string], JournalRow>(
  'books.journal',
  `select ${JOURNAL} from ledger.journal j where j.id = $1`,
);

const trialBalance = statement<[], TrialBalanceRow>(
  'books.trial-balance',
  `select currency, b.type_code as account, b.class, place.owner, sum(debit)::bigint as debit, sum(credit)::bigint as credit
     from ledger.account_balance b
     join ledger.account_type t on t.code = b.type_code
    cross join lateral (select case when t.owner_dimension in ('psp', 'bank', 'jurisdiction', 'carrier') and t.mode = 'deferred'
                                    then b.owner_id end as owner) place
    group by currency, b.type_code, b.class, place.owner order by currency, b.class, b.type_code, place.owner nulls first`,
);

/** What finance reads of the books. */
@Injectable()
export class ReadingRepository {
  constructor(private readonly db: Db) {}

  accounts(type: string | null, owner: string | null, currency: string | null, after: string | null, limit: number) {
    return this.db.query(accounts, [type, owner, currency, after, limit]);
  }

  account = (id: string): Promise<AccountRow | undefined> => this.db.queryOne(account, [id]);
  accountIn = (tx: Tx, id: string): Promise<AccountRow | undefined> => queryOne(tx, account, [id]);

  entries(
    id: string,
    limit: number,
    after?: readonly [journal: string, line: number, balance: number],
  ): Promise<AccountEntryRow[]> {
    const [journalId, line, balance] = after ?? [];
    return this.db.query(entries, [id, journalId ?? null, line ?? null, balance ?? null, limit]);
  }

  journals(f: JournalFilter, before: string | null, limit: number): Promise<JournalRow[]> {
    const filters = [
      ...[f.sourceType, f.sourceId, f.orderId, f.sellerId],
      ...[f.paymentId, f.payoutId, f.from, f.until],
    ].map((value) => value ?? null) as [Given, Given, Given, Given, Given, Given, Given, Given];
    return this.db.query(journals, [...filters, before, limit]);
  }

  journal = (id: string): Promise<JournalRow | undefined> => this.db.queryOne(journal, [id]);

  trialBalance = (): Promise<TrialBalanceRow[]> => this.db.query(trialBalance, []);
}
