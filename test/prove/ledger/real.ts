import { DomainError } from '../../../src/kernel/index.js';
import { Ledger, type Journal, type Posted } from '../../../src/modules/ledger/index.js';
import { UnitOfWork } from '../../../src/platform/database/index.js';
import type { TestApp } from '../../support/index.js';
import type { Balance } from './book.js';

export interface Attempt {
  /** `posted`, or the code of the refusal. */
  readonly outcome: string;
  readonly posted: readonly Posted[];
}

/** The ledger behind its face, on PostgreSQL. */
export interface Real {
  tryPost(journals: readonly Journal[]): Promise<Attempt>;
  /** Every balance of the owners. */
  balancesOf(owners: readonly string[]): Promise<Balance[]>;
}

export const STRICT = `
select a.type_code as account, a.owner_id as owner, a.currency,
       case b.normal_side when 'D' then b.debit_posted - b.credit_posted
                          else b.credit_posted - b.debit_posted end as balance
  from ledger.account a join ledger.balance b on b.account_id = a.id where a.owner_id = any($1::uuid[])`;

/** Whoever keeps the money: a book as plain as can be knows one account of a kind. */
const PLATFORM = `
select type_code as account, null as owner, currency,
       sum(case normal_side when 'D' then debit - credit else credit - debit end)::bigint as balance
  from ledger.account_balance where mode = 'deferred' group by type_code, currency`;

/** A refusal is an outcome; anything else that is thrown is a fault. */
export async function attempt(work: () => Promise<readonly Posted[]>): Promise<Attempt> {
  try {
    return { outcome: 'posted', posted: await work() };
  } catch (error) {
    if (!(error instanceof DomainError)) throw error;
    return { outcome: error.problem.code, posted: [] };
  }
}

export const realOf = (app: TestApp): Real => ({
  tryPost: (journals) => attempt(() => app.get(UnitOfWork).run((tx) => app.get(Ledger).postAll(tx, journals))),
  balancesOf: (owners) => app.sql<Balance>(STRICT, [owners]),
});

export const platformBalances = (app: TestApp): Promise<Balance[]> => app.sql<Balance>(PLATFORM);
