/** Lines of others that no entry is found for, as far as nobody has decided about them. */
const OPEN = `i.origin = 'external' and i.match_id is null and i.status not in ('matched', 'ignored_with_reason')`;

/** Money that came in has one kind, whatever it was found to be for. */
export const SOURCE_KIND = `case
  when j.source_type = 'bank_receipt' and split_part(j.kind, ':', 1) in ('unknown', 'invoice_paid', 'recovered') then 'receipt'
  else split_part(j.kind, ':', 1) end`;

const identified = (found: string): string => `
with found as (${found})
update reconciliation_items i
   set source_type = found.source_type, source_id = found.source_id, source_kind = found.source_kind
  from found where i.id = found.id`;

/** By an identifier of ours that the line carries. */
export const IDENTIFY_BY_OWN_ID = identified(`
  select distinct on (i.id) i.id, r.source_type, r.source_id, r.source_kind
    from reconciliation_items i
    join reconciliation_accounts a on a.id = i.account_id
    join provider_references r on r.about = i.kind and r.provider = a.provider and r.own_id = i.own_id
   where ${OPEN} and i.source_id is null and i.own_id is not null
   order by i.id`);

/** By what the other side calls it. */
export const IDENTIFY_BY_REFERENCE = identified(`
  select distinct on (i.id) i.id, r.source_type, r.source_id, r.source_kind
    from reconciliation_items i
    join reconciliation_accounts a on a.id = i.account_id
   cross join lateral unnest(case a.kind when 'provider' then array[i.reference] else i.tokens end) as named(reference)
    join provider_references r on r.about = i.kind and r.provider = a.provider and r.reference = named.reference
   where ${OPEN} and i.source_id is null
   order by i.id, r.source_id`);

/** Fees and settlements are known by the lines themselves; receipts by what was recorded as their reference. */
export const IDENTIFY_OTHERS = identified(`
  select i.id, 'psp_balance_txn' as source_type, a.provider || ':' || i.external_id as source_id, 'fee' as source_kind
    from reconciliation_items i join reconciliation_accounts a on a.id = i.account_id
   where ${OPEN} and i.source_id is null and i.kind = 'fee'
  union all
  select i.id, 'psp_settlement', i.reference, 'received' from reconciliation_items i
   where ${OPEN} and i.source_id is null and i.kind = 'settlement' and i.reference is not null
  union all
  (select distinct on (i.id) i.id, 'psp_settlement', s.reference, 'received'
     from reconciliation_items i
     join reconciliation_accounts a on a.id = i.account_id and a.kind = 'bank'
    cross join lateral unnest(i.tokens) as named(reference)
     join reconciliation_items s on s.kind = 'settlement' and s.currency = i.currency and s.reference = named.reference
    where ${OPEN} and i.source_id is null order by i.id, s.reference)
  union all
  select i.id, 'bank_receipt', r.id::text, 'receipt'
    from reconciliation_items i
    join reconciliation_accounts a on a.id = i.account_id and a.kind = 'bank'
    join account_receipts r on r.external_line_id = i.external_id and r.currency = i.currency
   where ${OPEN} and i.source_id is null and i.kind = 'credit'
  union all
  (select distinct on (i.id) i.id, 'bank_receipt', d.id::text, 'receipt'
     from reconciliation_items i
     join reconciliation_accounts a on a.id = i.account_id and a.kind = 'bank'
    cross join lateral unnest(i.tokens) as named(reference)
     join debt_receipts d on d.bank_reference = named.reference
    where ${OPEN} and i.source_id is null and i.kind = 'credit' order by i.id, d.id)`);

/** A bank that names no settlement: the only credit and the only settlement of that amount within a week. */
export const IDENTIFY_SETTLEMENTS_BY_AMOUNT = identified(`
  select id, 'psp_settlement' as source_type, reference as source_id, 'received' as source_kind
    from (select i.id, s.reference, count(*) over (partition by i.id) as of_line,
                 count(*) over (partition by s.id) as of_settlement
            from reconciliation_items i
            join reconciliation_accounts a on a.id = i.account_id and a.kind = 'bank'
            join reconciliation_items s on s.kind = 'settlement' and s.currency = i.currency and s.amount = -i.amount
             and s.match_id is null and s.status not in ('matched', 'ignored_with_reason')
             and i.booked_on between s.booked_on - 1 and s.booked_on + 7
             and not exists (select from reconciliation_items o
                              where o.source_type = 'psp_settlement' and o.source_id = s.source_id and o.id <> s.id)
           where ${OPEN} and i.source_id is null and i.kind = 'credit' and not i.names_settlement) as pairs
   where of_line = 1 and of_settlement = 1`);

const NOT_BOOKED = `not exists (select from ledger.journal j
  where j.source_type = i.source_type and j.source_id = i.source_id and j.kind = i.source_kind)`;

const NEWS = `i.id, i.account_id as "accountId", i.external_id as "externalId", i.source_id as "sourceId", i.currency,
  i.amount, i.kind, to_char(i.value_date, 'YYYY-MM-DD') as "valueDate"`;

/** P2 that the books do not have. */
export const UNBOOKED_FEES = `
select ${NEWS}, a.provider from reconciliation_items i join reconciliation_accounts a on a.id = i.account_id
 where ${OPEN} and i.source_type = 'psp_balance_txn' and i.amount < 0 and ${NOT_BOOKED} order by i.id limit $1`;

/** P3: the bank has what the provider says that it sent. */
export const UNBOOKED_SETTLEMENTS = `
select distinct on (i.source_id) ${NEWS}, p.provider
  from reconciliation_items i
  join reconciliation_accounts a on a.id = i.account_id and a.kind = 'bank'
  join reconciliation_items s on s.kind = 'settlement' and s.source_type = i.source_type and s.source_id = i.source_id
       and s.currency = i.currency and s.amount = -i.amount and s.status <> 'ignored_with_reason'
  join reconciliation_accounts p on p.id = s.account_id
 where ${OPEN} and i.source_type = 'psp_settlement' and i.amount > 0 and ${NOT_BOOKED} order by i.source_id limit $1`;

/** O2 and O4 that the line is the first to tell of; what was paid before what came back. */
export const UNCONFIRMED_PAYOUTS = `
select ${NEWS}, i.source_kind as "sourceKind" from reconciliation_items i
 where ${OPEN} and i.source_type = 'payout' and i.amount * case i.source_kind when 'paid' then -1 else 1 end > 0
   and ${NOT_BOOKED} order by i.source_kind, i.since desc, i.id limit $1`;

/** X1: money that nothing is known about. */
export const UNKNOWN_CREDITS = `
select ${NEWS} from reconciliation_items i
  join reconciliation_accounts a on a.id = i.account_id and a.kind = 'bank'
 where ${OPEN} and i.source_id is null and i.kind = 'credit' and i.amount > 0 and not i.names_settlement
   and i.booked_journal_id is null order by i.id limit $1`;

/** What lines say of a source against what the books have of it. */
const GROUPS = `
  theirs as (
    select i.account_id, a.ledger_account, i.currency, i.source_type, i.source_id, i.source_kind,
           sum(i.amount)::bigint as amount, array_agg(i.id) as items
      from reconciliation_items i join reconciliation_accounts a on a.id = i.account_id
     where ${OPEN} and i.source_id is not null
     group by 1, 2, 3, 4, 5, 6),
  ours as (
    select t.account_id, t.currency, t.source_type, t.source_id, t.source_kind, t.amount as theirs, t.items,
           sum(case e.side when 'D' then e.amount else -e.amount end)::bigint as amount,
           array_agg(e.journal_id order by e.journal_id, e.line) as journals,
           array_agg(e.line order by e.journal_id, e.line) as lines
      from theirs t
      join ledger.journal j on j.source_type = t.source_type and j.source_id = t.source_id
       and ${SOURCE_KIND} = t.source_kind
      join ledger.account l on l.type_code = t.ledger_account and l.currency = t.currency
      join ledger.entry e on e.journal_id = j.id and e.account_id = l.id
     where not exists (select from reconciliation_matched_entries m where m.journal_id = e.journal_id and m.line = e.line)
     group by 1, 2, 3, 4, 5, 6, 7)`;

const TAKEN = `
  taken as (
    insert into reconciliation_matched_entries (journal_id, line, match_id)
    select e.journal_id, e.line, g.match_id from g, unnest(g.journals, g.lines) as e(journal_id, line)
    returning journal_id, line, match_id),
  found as (
    update reconciliation_items i set status = 'matched', match_id = taken.match_id, resolved_at = $1
      from taken where i.journal_id = taken.journal_id and i.entry_line = taken.line)`;

/** Lines and entries of one source that are the same amount. */
export const PAIR_BY_SOURCE = `
with ${GROUPS},
  g as materialized (select ours.*, gen_random_uuid() as match_id from ours where theirs = amount),
  made as (
    insert into reconciliation_matches (id, account_id, rule, matched_at)
    select match_id, account_id, case source_type when 'psp_balance_txn' then 'booked' when 'psp_settlement' then 'booked'
      else 'reference' end, $1 from g),
  ${TAKEN}
update reconciliation_items i set status = 'matched', match_id = g.match_id, difference = null, resolved_at = $1
  from g cross join unnest(g.items) as line (id) where i.id = line.id`;

/** What has no reference that we know: the only line and the only entry of that amount within three days. */
export const PAIR_BY_AMOUNT = `
with candidates as (
    select i.id, i.account_id, e.journal_id, e.line,
           count(*) over (partition by i.id) as of_line, count(*) over (partition by e.journal_id, e.line) as of_entry
      from reconciliation_items i
      join reconciliation_accounts a on a.id = i.account_id
      join reconciliation_open_entries e on e.account = a.ledger_account and e.currency = i.currency
       and e.amount = i.amount and coalesce(e.provider, a.provider) = a.provider
       and e.effective_at >= least(i.booked_on, i.value_date)::timestamp at time zone 'UTC' - interval '3 days'
       and e.effective_at < greatest(i.booked_on, i.value_date)::timestamp at time zone 'UTC' + interval '4 days'
       and e.effective_at >= (select min(least(i.booked_on, i.value_date))::timestamp at time zone 'UTC' - interval '3 days'
                                from reconciliation_items i where ${OPEN} and i.source_id is null)
     where ${OPEN} and i.source_id is null and not i.names_settlement
       and not exists (select from reconciliation_items o
                        where o.source_type = e.source_type and o.source_id = e.source_id
                          and o.source_kind = e.source_kind and o.account_id = i.account_id and o.match_id is null)),
  g as materialized (
    select id, account_id, array[journal_id] as journals, array[line] as lines, gen_random_uuid() as match_id
      from candidates where of_line = 1 and of_entry = 1),
  made as (
    insert into reconciliation_matches (id, account_id, rule, matched_at)
    select match_id, account_id, 'amount', $1 from g),
  ${TAKEN}
update reconciliation_items i set status = 'matched', match_id = g.match_id, difference = null, resolved_at = $1
  from g where i.id = g.id`;

/** The entries of a source that has other amounts in the books than in the lines. */
export const MARK_DIFFERENCES = `
with ${GROUPS}, g as (select * from ours where theirs <> amount)
update reconciliation_items i set status = 'amount_diff', difference = g.theirs - g.amount
  from g cross join unnest(g.items) as line (id) where i.id = line.id`;

/** A settlement or a payout that the bank tells with another amount, so that nothing of it was booked. */
export const MARK_UNBOOKED_DIFFERENCES = `
with g as (
  select i.id, i.amount + s.amount as difference
    from reconciliation_items i
    join reconciliation_accounts a on a.id = i.account_id and a.kind = 'bank'
    join reconciliation_items s on s.kind = 'settlement' and s.source_type = i.source_type and s.source_id = i.source_id
   where ${OPEN} and i.source_type = 'psp_settlement' and s.currency = i.currency and s.amount <> -i.amount and ${NOT_BOOKED}
  union all
  select i.id, i.amount - p.amount * case i.source_kind when 'paid' then -1 else 1 end
    from reconciliation_items i
    join payouts p on i.source_type = 'payout' and p.id = i.source_id::uuid and p.currency = i.currency
   where ${OPEN} and i.amount <> p.amount * case i.source_kind when 'paid' then -1 else 1 end and ${NOT_BOOKED})
update reconciliation_items i set status = 'amount_diff', difference = g.difference from g where i.id = g.id`;

/**
 * Nothing is known of them; a settlement waits for the other of its two lines. Only lines of others wait, and none of
 * them has a match.
 */
export const MARK_MISSING = `
update reconciliation_items i set status = 'missing_internal', difference = null
 where i.status = 'waiting' and i.kind <> 'settlement'
   and not (i.names_settlement and (i.source_id is null or i.source_type = 'psp_settlement'))`;
