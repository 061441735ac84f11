import type { Client, QueryResult } from 'pg';
import { ACCOUNT_CHECKS } from './account-invariants.js';
import { CREDIT_CHECKS } from './credit-invariants.js';
import { DISCOUNT_CHECKS } from './discount-invariants.js';
import { FX_CHECKS } from './fx-invariants.js';
import { MONEY_CHECKS } from './money-invariants.js';
import { PAYMENT_CHECKS } from './payment-invariants.js';
import { RECONCILIATION_CHECKS } from './reconciliation-invariants.js';
import { RELEASE_CHECKS } from './release-invariants.js';
import { STATEMENT_CHECKS } from './statement-invariants.js';
import { STOCK_CHECKS } from './stock-invariants.js';
import { TREASURY_CHECKS } from './treasury-invariants.js';

export interface Check {
  readonly name: string;
  /** Tables the check needs; a database without them has nothing to check. */
  readonly needs: readonly string[];
  readonly sql: string;
}

const CHECKS: readonly Check[] = [
  {
    name: 'journals sum to zero',
    needs: ['ledger.entry'],
    sql: `select journal_id, currency, sum(case side when 'D' then amount else -amount end) as off
            from ledger.entry group by 1, 2 having sum(case side when 'D' then amount else -amount end) <> 0`,
  },
  { name: 'balances equal the entries', needs: ['ledger.entry'], sql: 'select * from ledger.drift()' },
  ...ACCOUNT_CHECKS,
  ...CREDIT_CHECKS,
  ...DISCOUNT_CHECKS,
  ...FX_CHECKS,
  ...MONEY_CHECKS,
  ...PAYMENT_CHECKS,
  ...RECONCILIATION_CHECKS,
  ...RELEASE_CHECKS,
  ...STATEMENT_CHECKS,
  ...STOCK_CHECKS,
  ...TREASURY_CHECKS,
];

/** Rows that break a house invariant, by the name of the invariant. */
export async function invariantFaults(client: Client): Promise<{ name: string; rows: unknown[] }[]> {
  const needed = [...new Set(CHECKS.flatMap(({ needs }) => needs))];
  const { rows: there } = await client.query<{ name: string }>(
    'select t as name from unnest($1::text[]) t where to_regclass(t) is not null',
    [needed],
  );
  const tables = new Set(there.map(({ name }) => name));
  const checks = CHECKS.filter(({ needs }) => needs.every((table) => tables.has(table)));
  if (checks.length === 0) return [];
  // All in one go: the ways there and back took longer than the checks of a small database.
  const results = [(await client.query(checks.map(({ sql }) => sql).join(';\n'))) as unknown].flat() as QueryResult[];
  if (results.length !== checks.length) throw new Error('A check is more than one statement');
  return checks.flatMap(({ name }, nth) => {
    const rows: unknown[] = results[nth]?.rows ?? [];
    return rows.length > 0 ? [{ name, rows }] : [];
  });
}
