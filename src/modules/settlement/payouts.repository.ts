import { Injectable } from '@nestjs/common';
import { query, queryOne, Db, sendLast, statement, type Tx } from '../../platform/database/index.js';
import { defineRetention } from '../../platform/housekeeping/index.js';
import type { EntryRow } from '../ledger/index.js';
import type { ApprovalReason } from './payout-approval.domain.js';
import type { PayoutHistory, SkipReason } from './payout.domain.js';
import type { PayoutState } from './payout.lifecycle.js';

export interface SellerCurrency {
  readonly sellerId: string;
  readonly currency: string;
}

/** What a seller's payouts so far say, in one currency. */
export interface PayoutChain extends PayoutHistory, SellerCurrency {
  /** Version of the available balance up to which payouts have explained it. */
  readonly throughVersion: number;
  readonly closingBalance: number;
  /** Some payout was let go: one that waits for its approval is no precedent. */
  readonly hasPaid: boolean;
  /** Who pays the currency out; null: whoever is configured. */
  readonly provider: string | null;
  /** Minor units. */
  readonly automaticUpTo: number;
}

export interface NewPayout extends SellerCurrency {
  readonly payoutId: string;
  readonly amount: number;
  readonly openingBalance: number;
  readonly closingBalance: number;
  readonly journalId: string;
  readonly throughVersion: number;
  readonly runAt: Date;
  readonly attempt: number;
  readonly retryOf: string | null;
  readonly accountChangedAt: Date;
  readonly provider: string;
  readonly bindingHash: string;
  readonly approvalReasons: readonly ApprovalReason[];
  readonly requestedBy: string | null;
  readonly cappedAt: number | null;
  /** Null unless the seller asked to be paid at once. */
  readonly instantFee: number | null;
  readonly instantFeeVersion: number | null;
  readonly instantFeeJournalId: string | null;
}

export interface PayoutRow extends SellerCurrency {
  readonly payoutId: string;
  readonly amount: number;
  readonly journalId: string;
  readonly state: PayoutState;
  readonly runAt: Date;
  readonly attempt: number;
  readonly accountChangedAt: Date;
  readonly lookups: number;
  readonly submittedAt: Date | null;
  readonly provider: string;
  /** Null for payouts from before there were any. */
  readonly bindingHash: string | null;
  readonly approvalReasons: ApprovalReason[];
  readonly requestedBy: string | null;
  readonly cappedAt: number | null;
  readonly instantFee: number | null;
  readonly instantFeeJournalId: string | null;
  /** What we have asked back of it, and what we took back; minor units. */
  readonly reversing: number;
  readonly reversed: number;
}

export interface PayoutMinimum {
  readonly currency: string;
  readonly minimum: number;
  readonly retained: number;
}

const chains = statement<[sellers: string[], currencies: string[]], PayoutChain>(
  'settlement.payout-chains',
  `select k.seller_id as "sellerId", k.currency, coalesce(latest.through_version, 0) as "throughVersion",
          coalesce(latest.closing_balance, 0) as "closingBalance", latest.run_at as "latestRunAt",
          kept.run_at as "lastRunAt",
          exists (select from payouts p where p.seller_id = k.seller_id and p.currency = k.currency
                     and p.state not in ('draft', 'failed', 'canceled')) as "hasPaid",
          coalesce(kept.created_at, first.released_at) as "waitingSince", latest.retry_at as "retryAt",
          m.provider, coalesce(t.automatic_up_to, 0) as "automaticUpTo"
     from unnest($1::uuid[], $2::text[]) as k(seller_id, currency)
     left join payout_currencies m on m.currency = k.currency
     left join payout_terms_in_force t on t.currency = k.currency
     left join lateral (select through_version, closing_balance, run_at, retry_at from payouts p
        where p.seller_id = k.seller_id and p.currency = k.currency order by p.id desc limit 1) latest on true
     left join lateral (select run_at, created_at from payouts p
        where p.seller_id = k.seller_id and p.currency = k.currency and p.state not in ('failed', 'canceled')
        order by p.id desc limit 1) kept on true
     left join lateral (select min(released_at) as released_at from earnings e
        where kept.run_at is null and e.seller_id = k.seller_id and e.currency = k.currency) first on true`,
);

const minimums = statement<[], PayoutMinimum>(
  'settlement.payout-minimums',
  `select currency, minimum, retained from payout_terms_in_force`,
);

/** The payout and its items in one statement; the seller is no longer skipped. */
const insert = statement<unknown[], never>(
  'settlement.insert-payout',
  `with unskipped as (delete from payout_skips where seller_id = $2 and currency = $3),
        paid as (
          insert into payouts (id, seller_id, currency, amount, opening_balance, closing_balance, journal_id,
            through_version, run_at, attempt, retry_of, account_changed_at, provider, created_at, updated_at,
            binding_hash, approval_reasons, requested_by, capped_at, instant_fee, instant_fee_version,
            instant_fee_journal_id)
          values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $14, $15, $16, $17, $27, $28, $29, $30)
          returning id)
   insert into payout_items (payout_id, nth, journal_id, line, amount, source_type, source_id, kind, seller_order_id,
     effective_at)
   select $1, i.nth, i.journal_id, i.line, i.amount, i.source_type, i.source_id, i.kind, i.seller_order_id, i.at
     from paid, unnest($18::int[], $19::uuid[], $20::int[], $21::bigint[], $22::text[], $23::text[], $24::text[],
       $25::uuid[], $26::timestamptz[])
       as i(nth, journal_id, line, amount, source_type, source_id, kind, seller_order_id, at)`,
);

const skip = statement<[sellers: string[], currencies: string[], reasons: string[], runAts: Date[]], never>(
  'settlement.skip-payouts',
  `insert into payout_skips as s (seller_id, currency, reason, run_at)
   select seller_id, currency, reason, run_at
     from unnest($1::uuid[], $2::text[], $3::text[], $4::timestamptz[]) as k(seller_id, currency, reason, run_at)
    order by 1, 2
   on conflict (seller_id, currency) do update set reason = excluded.reason, run_at = excluded.run_at
    where s.reason <> excluded.reason`,
);

const PAYOUT = `id as "payoutId", seller_id as "sellerId", currency, amount, journal_id as "journalId", state,
  run_at as "runAt", attempt, account_changed_at as "accountChangedAt", lookups, submitted_at as "submittedAt",
  provider, binding_hash as "bindingHash", approval_reasons as "approvalReasons", requested_by as "requestedBy",
  capped_at as "cappedAt", instant_fee as "instantFee", instant_fee_journal_id as "instantFeeJournalId",
  reversing, reversed`;

const find = statement<[id: string], PayoutRow>('settlement.payout', `select ${PAYOUT} from payouts where id = $1`);

const lock = statement<[id: string], PayoutRow>(
  'settlement.lock-payout',
  `select ${PAYOUT} from payouts where id = $1 for no key update`,
);

const noteSubmission = statement<[id: string, at: Date], never>(
  'settlement.note-submission',
  `update payouts set submitted_at = $2 where id = $1`,
);

const noteAnswer = statement<[id: string, reference: string | null, settledAt: Date | null, looks: number], never>(
  'settlement.note-answer',
  `update payouts set provider_reference = coalesce($2, provider_reference), settled_at = coalesce($3, settled_at),
          lookups = lookups + $4
    where id = $1`,
);

const noteFailure = statement<
  [id: string, reference: string | null, code: string, failureClass: string | null, at: Date, retryAt: Date | null],
  never
>(
  'settlement.note-failure',
  `update payouts set provider_reference = coalesce($2, provider_reference), failure_code = $3, failure_class = $4,
          settled_at = $5, retry_at = $6
    where id = $1`,
);

/** The volume of its day, which other payouts may use now; the row of the day is everybody's. */
const giveBack = statement<[id: string], never>(
  'settlement.give-payout-volume-back',
  `update payout_days d set total = d.total - p.amount
     from payouts p where p.id = $1 and d.currency = p.currency and d.day = (p.created_at at time zone 'UTC')::date`,
);

const skippedFor = statement<[reason: string, currency: string], { sellerId: string }>(
  'settlement.skipped-for',
  `select seller_id as "sellerId" from payout_skips where reason = $1 and currency = $2`,
);

const noteEvent = statement<[provider: string, event: string, body: string, outcome: string, at: Date], never>(
  'settlement.note-bank-event',
  `insert into payout_provider_events (provider, event_id, body, outcome, received_at) values ($1, $2, $3, $4, $5)
   on conflict do nothing`,
);

/** Banks repeat a message for days; what it told is recorded with its payout. */
defineRetention({ table: 'payout_provider_events', endedAt: 'received_at', keep: 'P90D' });

const retryOf = statement<[id: string], { payoutId: string }>(
  'settlement.retry-of',
  `select id as "payoutId" from payouts where retry_of = $1`,
);

export interface Skip extends SellerCurrency {
  readonly reason: SkipReason;
  readonly runAt: Date;
}

export interface FailureNote {
  readonly reference?: string;
  readonly code: string;
  readonly failureClass?: string;
  readonly at: Date;
  readonly retryAt?: Date;
}

/** What the bank tells us. */
export interface Told {
  readonly reference?: string;
  readonly settledAt?: Date;
  /** Another look will follow. */
  readonly isOpen?: boolean;
}

@Injectable()
export class PayoutsRepository {
  constructor(private readonly db: Db) {}

  minimums = (): Promise<PayoutMinimum[]> => this.db.query(minimums, []);

  async minimumOf(tx: Tx, currency: string): Promise<PayoutMinimum | undefined> {
    return (await query(tx, minimums, [])).find((row) => row.currency === currency);
  }

  chains(pairs: readonly SellerCurrency[]): Promise<PayoutChain[]> {
    return this.db.query(chains, [pairs.map((pair) => pair.sellerId), pairs.map((pair) => pair.currency)]);
  }

  async chain(tx: Tx, { sellerId, currency }: SellerCurrency): Promise<PayoutChain> {
    return (await queryOne(tx, chains, [[sellerId], [currency]])) as PayoutChain;
  }

  /** `items` are signed: what an entry added to the available balance or took from it. */
  async insert(tx: Tx, p: NewPayout, items: readonly (EntryRow & { signed: number })[], at: Date): Promise<void> {
    const who = [p.payoutId, p.sellerId, p.currency, p.amount, p.openingBalance, p.closingBalance, p.journalId];
    const how = [p.throughVersion, p.runAt, p.attempt, p.retryOf, p.accountChangedAt, p.provider, at];
    await query(tx, insert, [
      ...who,
      ...how,
      p.bindingHash,
      [...p.approvalReasons],
      p.requestedBy,
      items.map((_, i) => i + 1),
      items.map((item) => item.journalId),
      items.map((item) => item.line),
      items.map((item) => item.signed),
      items.map((item) => item.sourceType),
      items.map((item) => item.sourceId),
      items.map((item) => item.kind),
      items.map((item) => item.sellerOrderId),
      items.map((item) => item.effectiveAt),
      ...[p.cappedAt, p.instantFee, p.instantFeeVersion, p.instantFeeJournalId],
    ]);
  }

  async skip(tx: Tx, skips: readonly Skip[]): Promise<void> {
    if (skips.length === 0) return;
    await query(tx, skip, [
      skips.map((each) => each.sellerId),
      skips.map((each) => each.currency),
      skips.map((each) => each.reason),
      skips.map((each) => each.runAt),
    ]);
  }

  /** Sellers whose last payout was not made for that reason. */
  async skippedFor(reason: SkipReason, currency: string): Promise<Set<string>> {
    return new Set((await this.db.query(skippedFor, [reason, currency])).map(({ sellerId }) => sellerId));
  }

  find = (id: string): Promise<PayoutRow | undefined> => this.db.queryOne(find, [id]);
  lock = (tx: Tx, id: string): Promise<PayoutRow | undefined> => queryOne(tx, lock, [id]);

  async noteSubmission(tx: Tx, id: string, at: Date): Promise<void> {
    await query(tx, noteSubmission, [id, at]);
  }

  async noteAnswer(tx: Tx, id: string, told: Told): Promise<void> {
    const { reference, settledAt, isOpen = false } = told;
    await query(tx, noteAnswer, [id, reference ?? null, settledAt ?? null, isOpen ? 1 : 0]);
  }

  async noteFailure(tx: Tx, id: string, failure: FailureNote): Promise<void> {
    const { reference, code, failureClass, at, retryAt } = failure;
    await query(tx, noteFailure, [id, reference ?? null, code, failureClass ?? null, at, retryAt ?? null]);
    sendLast(tx, giveBack, [id]);
  }

  /** Keeps a message of the bank; one that was kept before stays as it was. */
  async noteEvent(tx: Tx, provider: string, eventId: string, body: string, outcome: string, at: Date): Promise<void> {
    await query(tx, noteEvent, [provider, eventId, body, outcome, at]);
  }

  async wasRetried(tx: Tx, id: string): Promise<boolean> {
    return (await queryOne(tx, retryOf, [id])) !== undefined;
  }
}
