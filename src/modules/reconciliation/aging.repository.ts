import { Injectable } from '@nestjs/common';
import { Db, query, statement, type Tx } from '../../platform/database/index.js';

/**
 * A settlement that did not reach the bank; a credit that no provider has told of; a line that was told twice. Only lines
 * of others wait.
 */
const expire = statement<[before: Date], never>(
  'reconciliation.expire-waiting',
  `update reconciliation_items
      set status = case kind when 'settlement' then 'missing_external'
                             else case when source_id is null then 'waiting' else 'missing_internal' end end,
          names_settlement = names_settlement and source_id is not null
    where status = 'waiting' and since < $1`,
);

const COLUMNS = `id, account_id, origin, journal_id, entry_line, kind, currency, amount, value_date, booked_on, source_type, source_id,
  source_kind, status, since`;

/** Entries that must have been on a statement by now, each for the account that it should be on. */
const miss = statement<[before: Date], { id: string }>(
  'reconciliation.miss-entries',
  `insert into reconciliation_items (${COLUMNS})
   select distinct on (e.journal_id, e.line) gen_random_uuid(), a.id, 'internal', e.journal_id, e.line, 'entry', e.currency,
          e.amount, (e.effective_at at time zone 'UTC')::date, (e.effective_at at time zone 'UTC')::date, e.source_type, e.source_id, e.source_kind,
          'missing_external', e.effective_at
     from reconciliation_accounts a
     join reconciliation_open_entries e on e.account = a.ledger_account and coalesce(e.provider, a.provider) = a.provider
    where e.effective_at < $1 and e.effective_at >= a.expected_from
      and e.effective_at >= (select min(expected_from) from reconciliation_accounts)
      and not exists (select from reconciliation_items o
                       where o.source_type = e.source_type and o.source_id = e.source_id
                         and o.source_kind = e.source_kind and o.account_id = a.id and o.match_id is null
                         and o.status not in ('matched', 'ignored_with_reason'))
    order by e.journal_id, e.line, a.created_at, a.id
   on conflict (journal_id, entry_line) do nothing returning id`,
);

/** Payouts that nobody has confirmed. */
const missInTransit = statement<[before: Date], { id: string }>(
  'reconciliation.miss-in-transit',
  `insert into reconciliation_items (${COLUMNS})
   select distinct on (e.journal_id, e.line) gen_random_uuid(), r.id, 'internal', e.journal_id, e.line, 'in_transit',
          e.currency, -e.amount, (j.effective_at at time zone 'UTC')::date, (j.effective_at at time zone 'UTC')::date,
          j.source_type, j.source_id, j.kind,
          'missing_external', j.effective_at
     from ledger.account a
     join ledger.balance b on b.account_id = a.id and b.credit_posted > b.debit_posted
     join ledger.entry e on e.account_id = a.id and e.side = 'C'
     join ledger.journal j on j.id = e.journal_id
     join payouts p on p.id = a.owner_id
     join reconciliation_accounts r on r.kind = 'bank' and r.provider = p.provider
    where a.type_code = 'payout_in_transit' and j.effective_at < $1 and j.effective_at >= r.expected_from
    order by e.journal_id, e.line, r.created_at, r.id
   on conflict (journal_id, entry_line) do nothing returning id`,
);

const arrived = statement<[at: Date], never>(
  'reconciliation.arrived',
  `update reconciliation_items i set status = 'matched', resolution = 'left_transit', resolved_at = $1
     from ledger.entry e join ledger.balance b on b.account_id = e.account_id and b.credit_posted = b.debit_posted
    where i.kind = 'in_transit' and i.status = 'missing_external' and e.journal_id = i.journal_id and e.line = i.entry_line`,
);

export interface Standing {
  readonly accountId: string;
  readonly upTo1Day: number;
  readonly upTo4Days: number;
  readonly upTo30Days: number;
  readonly over30Days: number;
  readonly waiting: number;
  /** Lines of the last thirty days, and how many of them no person had to look at. */
  readonly lines: number;
  readonly matched: number;
}

const standing = statement<[at: Date], Standing>(
  'reconciliation.standing',
  `select a.id as "accountId",
          count(i.id) filter (where is_break and i.since > $1::timestamptz - interval '1 day')::int as "upTo1Day",
          count(i.id) filter (where is_break and i.since <= $1::timestamptz - interval '1 day'
                                and i.since > $1::timestamptz - interval '4 days')::int as "upTo4Days",
          count(i.id) filter (where is_break and i.since <= $1::timestamptz - interval '4 days'
                                and i.since > $1::timestamptz - interval '30 days')::int as "upTo30Days",
          count(i.id) filter (where is_break and i.since <= $1::timestamptz - interval '30 days')::int as "over30Days",
          count(i.id) filter (where i.status = 'waiting')::int as waiting,
          count(i.id) filter (where i.origin = 'external' and i.since > $1::timestamptz - interval '30 days')::int as lines,
          count(i.id) filter (where i.origin = 'external' and i.since > $1::timestamptz - interval '30 days'
                                and i.status = 'matched' and i.resolved_by is null)::int as matched
     from reconciliation_accounts a
     left join (select i.*, i.status in ('missing_internal', 'missing_external', 'amount_diff') as is_break
                  from reconciliation_items i) i on i.account_id = a.id
    group by a.id, a.code order by a.code`,
);

const hasAccounts = statement<[], { some: boolean }>(
  'reconciliation.has-accounts',
  'select exists (select from reconciliation_accounts) as some',
);

@Injectable()
export class AgingRepository {
  constructor(private readonly db: Db) {}

  async expireWaiting(tx: Tx, before: Date): Promise<void> {
    await query(tx, expire, [before]);
  }

  async miss(tx: Tx, before: Date, at: Date): Promise<number> {
    const entries = await query(tx, miss, [before]);
    const payouts = await query(tx, missInTransit, [before]);
    await query(tx, arrived, [at]);
    return entries.length + payouts.length;
  }

  async hasAccounts(): Promise<boolean> {
    return (await this.db.queryOne(hasAccounts, []))?.some === true;
  }

  standing = (at: Date): Promise<Standing[]> => this.db.query(standing, [at]);
}
