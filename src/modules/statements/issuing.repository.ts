import { Injectable } from '@nestjs/common';
import { Db, query, queryOne, statement, type Tx } from '../../platform/database/index.js';
import { SELLER_ACCOUNTS, type Balance, type KindTotal, type SellerAccount } from './statement-parts.domain.js';

export interface Book {
  readonly lastNumber: number;
  readonly lastHash: Buffer;
}

export interface LastStatement {
  readonly id: string;
  readonly period: string;
  readonly listedUntil: string;
}

/** What the ledger says of one account at the moment in which its entries were listed. */
export interface Listed {
  readonly account: SellerAccount;
  /** The number of its entries. */
  readonly version: number;
  /** On its normal side. */
  readonly balance: number;
  /** Entries, and what they come to, that take effect after the period. */
  readonly early: number;
  readonly earlyNet: number;
  readonly earliest: string | null;
}

interface OwnAccount extends Pick<Listed, 'account' | 'version' | 'balance'> {
  readonly id: string;
  readonly normalSide: string;
}

/** What came of some entries. */
interface Piece extends Pick<Listed, 'early' | 'earlyNet' | 'earliest'> {
  readonly entries: number;
  /** The last of them; null without any. */
  readonly journalId: string | null;
  readonly line: number | null;
}

export interface NewStatement {
  readonly id: string;
  readonly sellerId: string;
  readonly number: number;
  readonly currency: string;
  readonly period: string;
  readonly startsAt: Date;
  readonly endsAt: Date;
  readonly previousId: string | null;
  readonly entries: number;
  readonly corrections: number;
  readonly listedUntil: string;
  readonly partySealed: string;
  readonly previousHash: Buffer;
  readonly hash: Buffer;
  readonly issuedAt: Date;
}

export interface SellerCurrency {
  readonly sellerId: string;
  readonly currency: string;
}

/** What one statement to the database looks at. */
const ENTRIES_AT_ONCE = 5_000;

const TYPES = SELLER_ACCOUNTS.map((account) => `seller_${account}`);

const unhurried = statement<[], object>(
  'statements.unhurried',
  `select set_config('statement_timeout', '10min', true)`,
);

const lockBook = statement<[sellerId: string], Book>(
  'statements.lock-book',
  `insert into seller_statement_books as b (seller_id) values ($1)
   on conflict (seller_id) do update set last_number = b.last_number
   returning last_number as "lastNumber", last_hash as "lastHash"`,
);

const last = statement<[sellerId: string, currency: string], LastStatement>(
  'statements.last',
  `select id, to_char(period, 'YYYY-MM') as period, listed_until as "listedUntil" from seller_statements
    where seller_id = $1 and currency = $2 order by period desc limit 1`,
);

/** The first entry of each account; one that took effect before it is a correction of the first statement. */
const begun = statement<[sellerId: string, currency: string, types: readonly string[]], { at: Date | null }>(
  'statements.begun',
  `select min(j.effective_at) as at
     from ledger.account a
     cross join lateral (select journal_id from ledger.entry where account_id = a.id order by journal_id limit 1) e
     join ledger.journal j on j.id = e.journal_id
    where a.owner_id = $1 and a.currency = $2 and a.type_code = any($3::text[])`,
);

/** What the ledger says of the accounts; an entry with a later version was committed after that. */
const own = statement<[sellerId: string, currency: string, types: readonly string[]], OwnAccount>(
  'statements.own-accounts',
  `select a.id, substr(a.type_code, 8) as account, b.normal_side as "normalSide", b.version,
          case b.normal_side when 'D' then b.debit_posted - b.credit_posted
                             else b.credit_posted - b.debit_posted end as balance
     from ledger.account a join ledger.balance b on b.account_id = a.id
    where a.owner_id = $1 and a.currency = $2 and a.type_code = any($3::text[]) order by a.id`,
);

/** Looks at some entries of an account, in the order of their journals. */
const list = statement<
  [
    id: string,
    account: string,
    normalSide: string,
    version: number,
    endsAt: Date,
    journal: string,
    line: number,
    most: number,
  ],
  Piece
>(
  'statements.list',
  `with portion as materialized (
     select e.journal_id, e.line, case e.side when $3 then e.amount else -e.amount end as change
       from ledger.entry e
      where e.account_id = $2 and e.account_version <= $4
        and e.journal_id >= $6::uuid and (e.journal_id, e.line) > ($6::uuid, $7::int)
      order by e.journal_id, e.line limit $8),
   fresh as materialized (
     select s.journal_id, s.line, s.change, j.effective_at
       from portion s join ledger.journal j on j.id = s.journal_id
      where not exists (select from seller_statement_lines l where l.journal_id = s.journal_id and l.line = s.line)),
   listed as (
     insert into seller_statement_lines (statement_id, effective_at, journal_id, line)
     select $1, effective_at, journal_id, line from fresh where effective_at < $5)
   select looked.entries, looked.journals[looked.entries] as "journalId", looked.lines[looked.entries] as line,
          early.entries as early, early.net as "earlyNet", early.earliest
     from (select count(*)::int as entries, array_agg(journal_id order by journal_id, line) as journals,
                  array_agg(line order by journal_id, line) as lines from portion) looked,
          (select count(*) as entries, coalesce(sum(change), 0)::bigint as net, min(journal_id::text) as earliest
             from fresh where effective_at >= $5) early`,
);

/** Journals are written within an hour of their identifier; whoever counts on it counts afterwards. */
const horizon = statement<[], { id: string }>(
  'statements.horizon',
  `select rpad(lpad(to_hex((extract(epoch from clock_timestamp() - interval '1 hour') * 1000)::bigint), 12, '0'),
               32, '0')::uuid as id`,
);

const insert = statement<unknown[], never>(
  'statements.insert',
  `insert into seller_statements (id, seller_id, number, currency, period, starts_at, ends_at, previous_id, entries,
     corrections, listed_until, party_sealed, previous_hash, hash, issued_at)
   values ($1, $2, $3, $4, ($5 || '-01')::date, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15)`,
);

const insertParts = statement<
  [
    id: string,
    previousId: string | null,
    balances: string,
    kinds: string,
    sellerId: string,
    number: number,
    hash: Buffer,
  ],
  never
>(
  'statements.insert-parts',
  `with balances as (
     insert into seller_statement_balances
       (statement_id, previous_id, account, opening, increase, decrease, closing, listed)
     select $1, $2, account, opening, increase, decrease, closing, listed
       from jsonb_to_recordset($3::jsonb) as b(account text, opening bigint, increase bigint, decrease bigint,
                                               closing bigint, listed bigint)),
   kinds as (
     insert into seller_statement_kinds (statement_id, kind, entries, increase, decrease)
     select $1, kind, entries, increase, decrease
       from jsonb_to_recordset($4::jsonb) as k(kind text, entries int, increase bigint, decrease bigint))
   update seller_statement_books set last_number = $6, last_hash = $7 where seller_id = $5`,
);

const candidates = statement<
  [types: readonly string[], seller: string, currency: string, limit: number],
  SellerCurrency & { readonly last: string | null }
>(
  'statements.candidates',
  `select a.seller_id as "sellerId", a.currency,
          (select to_char(max(period), 'YYYY-MM') from seller_statements s
            where s.seller_id = a.seller_id and s.currency = a.currency) as last
     from (select distinct owner_id as seller_id, currency from ledger.account
            where type_code = any($1::text[]) and (owner_id, currency) > ($2::uuid, $3::bpchar)
            order by owner_id, currency limit $4) a
    order by 1, 2`,
);

/** What the making of a statement reads and writes. */
@Injectable()
export class IssuingRepository {
  constructor(private readonly db: Db) {}

  /** Holds the seller's book until the transaction ends, which may take its time. */
  async lockBook(tx: Tx, sellerId: string): Promise<Book> {
    await query(tx, unhurried, []);
    return (await queryOne(tx, lockBook, [sellerId])) as Book;
  }

  last = (tx: Tx, sellerId: string, currency: string): Promise<LastStatement | undefined> =>
    queryOne(tx, last, [sellerId, currency]);

  async lastPeriod({ sellerId, currency }: SellerCurrency): Promise<string | null> {
    return (await this.db.queryOne(last, [sellerId, currency]))?.period ?? null;
  }

  async begunAt({ sellerId, currency }: SellerCurrency): Promise<Date | undefined> {
    return (await this.db.queryOne(begun, [sellerId, currency, TYPES]))?.at ?? undefined;
  }

  /**
   * Puts on the statement every entry that took effect before its end and is on none, some at a time, and tells what the
   * ledger says of the accounts at that moment: what is committed meanwhile is in neither of both. `from`: entries of
   * journals with smaller ids are not looked at.
   */
  async list(tx: Tx, id: string, of: SellerCurrency, endsAt: Date, from: string): Promise<Listed[]> {
    const listed: Listed[] = [];
    for (const account of await query(tx, own, [of.sellerId, of.currency, TYPES])) {
      listed.push(await this.listAccount(tx, id, account, endsAt, from));
    }
    return listed;
  }

  private async listAccount(tx: Tx, id: string, of: OwnAccount, endsAt: Date, from: string): Promise<Listed> {
    const { account, version, balance } = of;
    let [early, earlyNet, earliest] = [0, 0, null as string | null];
    let [journal, line, looked] = [from, -1, ENTRIES_AT_ONCE];
    while (looked === ENTRIES_AT_ONCE) {
      const after = [journal, line, ENTRIES_AT_ONCE] as const;
      const piece = (await queryOne(tx, list, [id, of.id, of.normalSide, version, endsAt, ...after])) as Piece;
      early += piece.early;
      earlyNet += piece.earlyNet;
      earliest ??= piece.earliest;
      [journal, line, looked] = [piece.journalId ?? journal, piece.line ?? line, piece.entries];
    }
    return { account, version, balance, early, earlyNet, earliest };
  }

  async horizon(tx: Tx): Promise<string> {
    return (await queryOne(tx, horizon, []))?.id ?? '';
  }

  async insert(
    tx: Tx,
    made: NewStatement,
    parts: { readonly balances: readonly Balance[]; readonly kinds: readonly KindTotal[] },
  ): Promise<void> {
    const { id, sellerId, number, currency, period, startsAt, endsAt, previousId, entries, corrections } = made;
    const what = [id, sellerId, number, currency, period, startsAt, endsAt, previousId, entries, corrections];
    const proof = [made.listedUntil, made.partySealed, made.previousHash, made.hash, made.issuedAt];
    await query(tx, insert, [...what, ...proof]);
    const [balances, kinds] = [JSON.stringify(parts.balances), JSON.stringify(parts.kinds)];
    await query(tx, insertParts, [id, previousId, balances, kinds, sellerId, number, made.hash]);
  }

  /** Sellers with accounts in a currency, after the given one, with the month of their last statement. */
  candidates(after: SellerCurrency | undefined, limit: number) {
    const { sellerId = '00000000-0000-0000-0000-000000000000', currency = '' } = after ?? {};
    return this.db.query(candidates, [TYPES, sellerId, currency, limit]);
  }
}
