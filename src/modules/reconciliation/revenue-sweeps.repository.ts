import { Injectable } from '@nestjs/common';
import { query, queryOne, statement, violatedConstraint, type Tx } from '../../platform/database/index.js';
import { RevenueNotEarned } from './reconciliation.errors.js';

export interface Sweep {
  /** The line of the bank that tells of it. */
  readonly itemId: string;
  readonly currency: string;
  /** Minor units. */
  readonly amount: number;
  readonly by: string;
  readonly at: Date;
}

const claim = statement<[itemId: string, currency: string, amount: number, by: string, at: Date], never>(
  'reconciliation.claim-sweep',
  `insert into revenue_sweeps (item_id, currency, amount, made_by, made_at) values ($1, $2, $3, $4, $5)`,
);

const providerOf = statement<[reference: string], { provider: string | null }>(
  'reconciliation.provider-of-settlement',
  `select coalesce(
     (select a.provider from reconciliation_items s join reconciliation_accounts a on a.id = s.account_id
       where a.kind = 'provider' and s.kind = 'settlement' and s.reference = $1 limit 1),
     (select min(provider) from reconciliation_accounts where kind = 'provider'
      having count(distinct provider) = 1)) as provider`,
);

/** What of the platform's own leaves the clients' money, and what comes from providers. */
@Injectable()
export class RevenueSweeps {
  /**
   * X5 takes what was earned, is not disputed and has not been taken before; of two at once the second waits.
   * @throws RevenueNotEarned
   */
  async claim(tx: Tx, { itemId, currency, amount, by, at }: Sweep): Promise<void> {
    try {
      await query(tx, claim, [itemId, currency, amount, by, at]);
    } catch (error) {
      throw violatedConstraint(error) === 'revenue_sweeps_earned' ? new RevenueNotEarned({}) : error;
    }
  }

  /** Who says that it sent the settlement; the only provider there is, where none does. */
  async providerOf(tx: Tx, reference: string): Promise<string | undefined> {
    return (await queryOne(tx, providerOf, [reference]))?.provider ?? undefined;
  }
}
