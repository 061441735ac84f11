import { Injectable } from '@nestjs/common';
import { Db, query, queryOne, statement, type Tx } from '../../platform/database/index.js';
import type { AccountType } from './ledger.domain.js';
import type { EntryRow, OwnerBalance } from './ledger.rows.js';

const ENTRY = `e.journal_id as "journalId", e.line, a.id as "accountId", a.type_code as account, a.owner_id as owner,
  e.currency, e.side, e.amount, e.balance_after as "balanceAfter", e.account_version as "accountVersion",
  j.source_type as "sourceType", j.source_id as "sourceId", j.kind, j.effective_at as "effectiveAt",
  j.posted_at as "postedAt", j.order_id as "orderId", j.seller_order_id as "sellerOrderId", j.payout_id as "payoutId"`;

const balance = statement<[type: string, owner: string | null, currency: string], { balance: number }>(
  'ledger.balance',
  `select (case t.normal_side when 'D' then 1 else -1 end *
           (coalesce(b.debit_posted - b.credit_posted, 0) + coalesce(r.debit - r.credit, 0)
            + coalesce(d.difference, 0)))::bigint as balance
     from ledger.account a
     join ledger.account_type t on t.code = a.type_code
     left join ledger.balance b on b.account_id = a.id
     left join ledger.balance_rollup r on r.account_id = a.id
     left join lateral (select sum(debit - credit) as difference from ledger.delta
                         where t.mode = 'deferred' and account_id = a.id) d on true
    where a.type_code = $1 and a.currency = $3
      and (a.owner_id = $2 or ($2::uuid is null and a.owner_id is null))`,
);

/** Of an account that is frozen, everything. */
const held = statement<[type: string, owner: string, currency: string], { held: number }>(
  'ledger.held',
  `select case when a.status = 'frozen' then abs(b.debit_posted - b.credit_posted)
               when b.normal_side = 'C' then b.debit_pending else b.credit_pending end as held
     from ledger.account a join ledger.balance b on b.account_id = a.id
    where a.type_code = $1 and a.owner_id = $2 and a.currency = $3`,
);

const balancesOf = statement<[owner: string], OwnerBalance>(
  'ledger.balances-of',
  `select a.type_code as account, a.owner_id as owner, a.currency,
          case b.normal_side when 'D' then b.debit_posted - b.credit_posted
                             else b.credit_posted - b.debit_posted end as balance
     from ledger.account a join ledger.balance b on b.account_id = a.id
    where a.owner_id = $1 order by a.currency, a.type_code`,
);

/** Before every owner: pages begin where the one before them ended, and the index finds the place. */
const FIRST = { owner: '00000000-0000-0000-0000-000000000000', currency: '' } as const;

const holders = statement<
  [type: string, owner: string, currency: string, minimum: number, limit: number],
  OwnerBalance
>(
  'ledger.holders',
  `select a.type_code as account, a.owner_id as owner, a.currency, b.credit_posted - b.debit_posted as balance
     from ledger.account a join ledger.balance b on b.account_id = a.id
    where a.type_code = $1 and (a.owner_id, a.currency) > ($2, $3::bpchar)
      and b.credit_posted - b.debit_posted >= $4
    order by a.owner_id, a.currency limit $5`,
);

const entriesAfter = statement<[type: string, owner: string, currency: string, version: number], EntryRow>(
  'ledger.entries-after',
  `select ${ENTRY}
     from ledger.account a
     join ledger.entry e on e.account_id = a.id and e.account_version > $4
     join ledger.journal j on j.id = e.journal_id
    where a.type_code = $1 and a.owner_id = $2 and a.currency = $3
    order by e.account_version`,
);

const entriesOfOwner = statement<
  [
    owner: string,
    types: readonly string[],
    currency: string | null,
    journal: string | null,
    line: number | null,
    limit: number,
  ],
  EntryRow
>(
  'ledger.entries-of-owner',
  `select ${ENTRY}
     from ledger.account a
     cross join lateral (
       select * from ledger.entry x
        where x.account_id = a.id and ($4::uuid is null or (x.journal_id, x.line) < ($4, $5::int))
        order by x.journal_id desc, x.line desc limit $6) e
     join ledger.journal j on j.id = e.journal_id
    where a.owner_id = $1 and a.type_code = any($2::text[]) and ($3::text is null or a.currency = $3)
    order by e.journal_id desc, e.line desc limit $6`,
);

/** What is read from the books. */
@Injectable()
export class LedgerRepository {
  constructor(private readonly db: Db) {}

  async balance(tx: Tx, account: AccountType, owner: string | null, currency: string): Promise<number> {
    const row = await queryOne(tx, balance, [account, owner, currency]);
    return row?.balance ?? 0;
  }

  async held(tx: Tx, account: AccountType, owner: string, currency: string): Promise<number> {
    return (await queryOne(tx, held, [account, owner, currency]))?.held ?? 0;
  }

  balancesOf = (owner: string): Promise<OwnerBalance[]> => this.db.query(balancesOf, [owner]);

  holders(account: AccountType, minimum: number, limit: number, after?: OwnerBalance): Promise<OwnerBalance[]> {
    const { owner, currency } = after ?? FIRST;
    return this.db.query(holders, [account, owner, currency, minimum, limit]);
  }

  entriesAfter(tx: Tx, account: AccountType, owner: string, currency: string, version: number): Promise<EntryRow[]> {
    return query(tx, entriesAfter, [account, owner, currency, version]);
  }

  entriesOfOwner(
    owner: string,
    types: readonly AccountType[],
    currency: string | null,
    limit: number,
    after?: readonly [string, number],
  ): Promise<EntryRow[]> {
    return this.db.query(entriesOfOwner, [owner, types, currency, after?.[0] ?? null, after?.[1] ?? null, limit]);
  }
}
