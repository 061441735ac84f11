import { Injectable } from '@nestjs/common';
import { query, queryOne, statement, type Tx } from '../../platform/database/index.js';
import {
  IDENTIFY_BY_OWN_ID,
  IDENTIFY_BY_REFERENCE,
  IDENTIFY_OTHERS,
  IDENTIFY_SETTLEMENTS_BY_AMOUNT,
  MARK_DIFFERENCES,
  MARK_MISSING,
  MARK_UNBOOKED_DIFFERENCES,
  PAIR_BY_AMOUNT,
  PAIR_BY_SOURCE,
  UNBOOKED_FEES,
  UNBOOKED_SETTLEMENTS,
  UNCONFIRMED_PAYOUTS,
  UNKNOWN_CREDITS,
} from './matching.sql.js';
import { unhurried } from './unhurried.js';

/** A line that the books do not know yet. */
export interface News {
  readonly id: string;
  readonly accountId: string;
  readonly externalId: string;
  readonly sourceId: string;
  readonly currency: string;
  /** Minor units, as the line has it. */
  readonly amount: number;
  readonly kind: string;
  /** The provider of the report that told of it; absent where a bank did. */
  readonly provider?: string;
  /** From when the money counts: `2026-01-31` */
  readonly valueDate: string;
}

export interface PayoutNews extends News {
  readonly sourceKind: 'paid' | 'returned';
}

/** One matching at a time, whatever was imported. */
const lock = statement<[key: number], never>('reconciliation.lock', 'select pg_advisory_xact_lock($1)');
const LOCK = 7_316_402_170;

const identifyByOwnId = statement<[], never>('reconciliation.identify-by-own-id', IDENTIFY_BY_OWN_ID);
const identifyByReference = statement<[], never>('reconciliation.identify-by-reference', IDENTIFY_BY_REFERENCE);
const identifyOthers = statement<[], never>('reconciliation.identify-others', IDENTIFY_OTHERS);
const identifySettlements = statement<[], never>('reconciliation.identify-settlements', IDENTIFY_SETTLEMENTS_BY_AMOUNT);
const pairBySource = statement<[at: Date], never>('reconciliation.pair-by-source', PAIR_BY_SOURCE);
const pairByAmount = statement<[at: Date], never>('reconciliation.pair-by-amount', PAIR_BY_AMOUNT);
const markDifferences = statement<[], never>('reconciliation.mark-differences', MARK_DIFFERENCES);
const markUnbooked = statement<[], never>('reconciliation.mark-unbooked', MARK_UNBOOKED_DIFFERENCES);
const markMissing = statement<[], never>('reconciliation.mark-missing', MARK_MISSING);

const NEWS = {
  fees: statement<[limit: number], News>('reconciliation.unbooked-fees', UNBOOKED_FEES),
  settlements: statement<[limit: number], News>('reconciliation.unbooked-settlements', UNBOOKED_SETTLEMENTS),
  credits: statement<[limit: number], News>('reconciliation.unknown-credits', UNKNOWN_CREDITS),
} as const;

const payouts = statement<[limit: number], PayoutNews>('reconciliation.unconfirmed-payouts', UNCONFIRMED_PAYOUTS);

/** An entry that was posted for the line itself is its own; what it is for is still to be found out. */
const attach = statement<[id: string, journalId: string, at: Date], never>(
  'reconciliation.attach-booked',
  `with item as (
     select i.id, i.account_id, a.ledger_account from reconciliation_items i
       join reconciliation_accounts a on a.id = i.account_id where i.id = $1 and i.match_id is null),
   made as (
     insert into reconciliation_matches (account_id, rule, matched_at) select account_id, 'booked', $3 from item
     returning id),
   taken as (
     insert into reconciliation_matched_entries (journal_id, line, match_id)
     select e.journal_id, e.line, made.id from made, item
       join ledger.account l on l.type_code = item.ledger_account
       join ledger.entry e on e.journal_id = $2 and e.account_id = l.id)
   update reconciliation_items i set match_id = made.id, booked_journal_id = $2, status = 'missing_internal'
     from made where i.id = $1`,
);

const hasOpen = statement<[], { open: boolean }>(
  'reconciliation.has-open',
  `select exists (select from reconciliation_items i where i.origin = 'external' and i.match_id is null
     and i.status not in ('matched', 'ignored_with_reason')) as open`,
);

/** Which lines are which entries, by set operations in the order of the rules. */
@Injectable()
export class MatchingRepository {
  async lock(tx: Tx): Promise<void> {
    await unhurried(tx);
    await query(tx, lock, [LOCK]);
  }

  async hasOpen(tx: Tx): Promise<boolean> {
    return (await queryOne(tx, hasOpen, []))?.open === true;
  }

  async identify(tx: Tx): Promise<void> {
    await query(tx, identifyByOwnId, []);
    await query(tx, identifyByReference, []);
    await query(tx, identifyOthers, []);
    await query(tx, identifySettlements, []);
  }

  async pair(tx: Tx, at: Date): Promise<void> {
    await query(tx, pairBySource, [at]);
    await query(tx, pairByAmount, [at]);
  }

  async markBreaks(tx: Tx): Promise<void> {
    await query(tx, markDifferences, []);
    await query(tx, markUnbooked, []);
    await query(tx, markMissing, []);
  }

  news(tx: Tx, what: keyof typeof NEWS, limit: number): Promise<News[]> {
    return query(tx, NEWS[what], [limit]);
  }

  payouts(tx: Tx, limit: number): Promise<PayoutNews[]> {
    return query(tx, payouts, [limit]);
  }

  async attach(tx: Tx, itemId: string, journalId: string, at: Date): Promise<void> {
    await query(tx, attach, [itemId, journalId, at]);
  }
}
