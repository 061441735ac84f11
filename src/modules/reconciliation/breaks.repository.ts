import { Injectable } from '@nestjs/common';
import { Db, query, queryOne, statement, violatedConstraint, type Tx } from '../../platform/database/index.js';
import { SOURCE_KIND } from './matching.sql.js';
import type { ProposalRow } from './proposals.repository.js';
import { ResolutionChanged } from './reconciliation.errors.js';

export const BREAK_STATUSES = ['missing_internal', 'missing_external', 'amount_diff'] as const;
export const ITEM_STATUSES = ['waiting', 'matched', ...BREAK_STATUSES, 'ignored_with_reason'] as const;
export type ItemStatus = (typeof ITEM_STATUSES)[number];

export interface ItemRow {
  readonly id: string;
  readonly accountId: string;
  readonly accountKind: 'provider' | 'bank';
  readonly provider: string;
  readonly origin: 'external' | 'internal';
  readonly fileId: string | null;
  readonly externalId: string | null;
  readonly journalId: string | null;
  readonly kind: string;
  readonly currency: string;
  readonly amount: number;
  readonly valueDate: string;
  readonly bookedOn: string;
  readonly reference: string | null;
  readonly text: string | null;
  readonly sourceType: string | null;
  readonly sourceId: string | null;
  readonly sourceKind: string | null;
  readonly status: ItemStatus;
  readonly difference: number | null;
  readonly matchId: string | null;
  readonly bookedJournalId: string | null;
  readonly since: Date;
  readonly assignedTo: string | null;
  readonly resolution: string | null;
  readonly reason: string | null;
  readonly resolvedBy: string | null;
  readonly resolvedAt: Date | null;
  /** Minor units; a break of more is closed by two people. */
  readonly threshold: number;
  /** The most that is decided about with it: lines of one source are closed together; null for a line without one. */
  readonly sourceExposure: number | null;
  /** What waits for the second of them. */
  readonly proposal: ProposalRow | null;
}

const COLUMNS = `i.id, i.account_id as "accountId", a.kind as "accountKind", a.provider, i.origin, i.file_id as "fileId",
  i.external_id as "externalId", i.journal_id as "journalId", i.kind, i.currency, i.amount,
  to_char(i.value_date, 'YYYY-MM-DD') as "valueDate", to_char(i.booked_on, 'YYYY-MM-DD') as "bookedOn", i.reference, i.body as text, i.source_type as "sourceType",
  i.source_id as "sourceId", i.source_kind as "sourceKind", i.status, i.difference, i.match_id as "matchId",
  i.booked_journal_id as "bookedJournalId", i.since, i.assigned_to as "assignedTo", i.resolution, i.reason,
  i.resolved_by as "resolvedBy", i.resolved_at as "resolvedAt", coalesce(t.amount, 0) as threshold,
  (select max(abs(case s.status when 'amount_diff' then coalesce(s.difference, s.amount) else s.amount end))
     from reconciliation_items s
    where s.source_type = i.source_type and s.source_id = i.source_id and s.source_kind = i.source_kind
      and s.account_id = i.account_id and s.origin = 'external' and i.origin = 'external' and s.match_id is null
      and s.status not in ('matched', 'ignored_with_reason')) as "sourceExposure",
  case when p.id is not null then jsonb_build_object('id', p.id, 'resolution', p.resolution, 'reference', p.reference,
    'reason', p.reason, 'amount', p.amount, 'payloadHash', p.binding_hash, 'proposedBy', p.proposed_by,
    'proposedAt', p.proposed_at) end as proposal`;
const ITEMS = `reconciliation_items i join reconciliation_accounts a on a.id = i.account_id
  left join reconciliation_thresholds_in_force t on t.currency = i.currency
  left join reconciliation_proposals p on p.item_id = i.id and p.decision is null`;

export interface BreakFilter {
  readonly status?: string;
  readonly accountId?: string;
  readonly assignedTo?: string;
  /** Only those that are at least so old. */
  readonly until: Date;
}

type Page = [
  status: string | null,
  accountId: string | null,
  assignedTo: string | null,
  until: Date,
  since: string | null,
  id: string | null,
  limit: number,
];

const page = statement<Page, ItemRow>(
  'reconciliation.page-of-breaks',
  `select ${COLUMNS} from ${ITEMS}
    where i.status in ('missing_internal', 'missing_external', 'amount_diff')
      and ($1::text is null or i.status = $1) and ($2::uuid is null or i.account_id = $2)
      and ($3::uuid is null or i.assigned_to = $3) and i.since <= $4
      and ($5::timestamptz is null or (i.since, i.id) > ($5, $6::uuid))
    order by i.since, i.id limit $7`,
);

const lines = statement<[fileId: string, after: string | null, limit: number], ItemRow>(
  'reconciliation.page-of-lines',
  `select ${COLUMNS} from ${ITEMS} where i.file_id = $1 and ($2::text is null or i.external_id > $2)
    order by i.external_id limit $3`,
);

const find = statement<[id: string], ItemRow>('reconciliation.item', `select ${COLUMNS} from ${ITEMS} where i.id = $1`);

/** Locked first and read then, so that a proposal and the other items are those of now. */
const lock = statement<[id: string], { readonly id: string }>(
  'reconciliation.lock-item',
  'select i.id from reconciliation_items i where i.id = $1 for no key update of i',
);

const assign = statement<[id: string, to: string | null], never>(
  'reconciliation.assign',
  `update reconciliation_items set assigned_to = $2 where id = $1`,
);

/**
 * Decides about a break: with it about the other lines of the same source, and what the books have of it, and what was
 * just posted for it, is accounted for, so that no entry of it is missing any more.
 */
const decide = statement<
  [
    id: string,
    status: string,
    resolution: string,
    reason: string | null,
    by: string,
    at: Date,
    journals: string[],
    booked: string | null,
  ],
  never
>(
  'reconciliation.decide',
  `with item as (
     select i.*, a.ledger_account from reconciliation_items i join reconciliation_accounts a on a.id = i.account_id
      where i.id = $1),
   made as (
     insert into reconciliation_matches (account_id, rule, matched_at) select account_id, 'person', $6 from item
     returning id),
   entries as (
     select e.journal_id, e.line from item
       join ledger.journal j on j.id = any($7::uuid[])
         or (item.origin = 'external' and j.source_type = item.source_type and j.source_id = item.source_id
             and ${SOURCE_KIND} = item.source_kind)
       join ledger.entry e on e.journal_id = j.id
       join ledger.account l on l.id = e.account_id and l.type_code = item.ledger_account and l.currency = item.currency
     union
     select e.journal_id, e.line from item join ledger.entry e on e.journal_id = item.journal_id and e.line = item.entry_line
       join ledger.account l on l.id = e.account_id and l.type_code = item.ledger_account
      where item.origin = 'internal'),
   taken as (
     insert into reconciliation_matched_entries (journal_id, line, match_id)
     select entries.journal_id, entries.line, made.id from entries, made on conflict do nothing
     returning journal_id, line),
   told as (select taken.journal_id, taken.line, made.id as match_id from taken, made, item where item.origin = 'external'),
   found as (
     update reconciliation_items i set status = 'matched', match_id = told.match_id, resolved_at = $6
       from told where i.journal_id = told.journal_id and i.entry_line = told.line)
   update reconciliation_items i
      set status = $2, resolution = $3, reason = $4, resolved_by = $5, resolved_at = $6,
          match_id = coalesce(i.match_id, made.id), booked_journal_id = coalesce($8, i.booked_journal_id)
     from made, item
    where i.id = item.id
       or (item.origin = 'external' and item.source_id is not null and i.match_id is null and i.origin = 'external'
           and i.account_id = item.account_id and i.source_type = item.source_type and i.source_id = item.source_id
           and i.source_kind = item.source_kind and i.status not in ('matched', 'ignored_with_reason'))`,
);

const journalsOf = statement<[type: string, id: string], { id: string }>(
  'reconciliation.journals-of',
  'select id from ledger.journal where source_type = $1 and source_id = $2 order by id',
);

export interface Decision {
  readonly status: 'matched' | 'ignored_with_reason';
  readonly resolution: string;
  readonly reason: string | null;
  readonly by: string;
  readonly at: Date;
  /** All that were posted. */
  readonly journals?: readonly string[];
  /** Of them, the one that stands for the break. */
  readonly bookedJournalId?: string;
}

@Injectable()
export class BreaksRepository {
  constructor(private readonly db: Db) {}

  page(filter: BreakFilter, after: readonly [string, string] | undefined, limit: number): Promise<ItemRow[]> {
    const { status = null, accountId = null, assignedTo = null, until } = filter;
    const [since, id] = after ?? [null, null];
    return this.db.query(page, [status, accountId, assignedTo, until, since, id, limit]);
  }

  lines(fileId: string, after: string | undefined, limit: number): Promise<ItemRow[]> {
    return this.db.query(lines, [fileId, after ?? null, limit]);
  }

  find = (id: string): Promise<ItemRow | undefined> => this.db.queryOne(find, [id]);
  findIn = (tx: Tx, id: string): Promise<ItemRow | undefined> => queryOne(tx, find, [id]);
  async lock(tx: Tx, id: string): Promise<ItemRow | undefined> {
    return (await queryOne(tx, lock, [id])) && queryOne(tx, find, [id]);
  }

  async journalsOf(tx: Tx, sourceType: string, sourceId: string): Promise<string[]> {
    return (await query(tx, journalsOf, [sourceType, sourceId])).map(({ id }) => id);
  }

  async assign(tx: Tx, id: string, to: string | null): Promise<void> {
    await query(tx, assign, [id, to]);
  }

  /** @throws ResolutionChanged */
  async decide(tx: Tx, id: string, decision: Decision): Promise<void> {
    const { status, resolution, reason, by, at, journals = [], bookedJournalId = null } = decision;
    try {
      await query(tx, decide, [id, status, resolution, reason, by, at, [...journals], bookedJournalId]);
    } catch (error) {
      // The threshold was lowered since the break was looked at.
      throw violatedConstraint(error) === 'reconciliation_four_eyes' ? new ResolutionChanged({}) : error;
    }
  }
}
