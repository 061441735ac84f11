import { Injectable } from '@nestjs/common';
import { Gauge } from 'prom-client';
import { Metrics } from '../../platform/observability/index.js';

/** What wakes somebody up; as of the last look. */
@Injectable()
export class BooksMetrics {
  private readonly faults: Gauge;
  private readonly uncleared: Gauge<'account'>;
  private readonly coverage: Gauge<'currency'>;

  constructor({ registry }: Metrics) {
    const registers = [registry];
    this.faults = new Gauge({
      name: 'souk_ledger_faults',
      help: 'Rows that the last full check of the books named',
      registers,
    });
    this.uncleared = new Gauge({
      name: 'souk_ledger_uncleared_accounts',
      help: 'Accounts with a balance that should have cleared',
      labelNames: ['account'],
      registers,
    });
    this.coverage = new Gauge({
      name: 'souk_client_money_surplus_minor',
      help: 'Clients’ money that is there, less what is owed to them, in minor units; below zero it is not covered',
      labelNames: ['currency'],
      registers,
    });
  }

  checked(faults: number): void {
    this.faults.set(faults);
  }

  cleared(counts: readonly { account: string; accounts: number }[]): void {
    for (const { account, accounts } of counts) this.uncleared.set({ account }, accounts);
  }

  covered(rows: readonly { currency: string; assets: number; liabilities: number }[]): void {
    for (const { currency, assets, liabilities } of rows) this.coverage.set({ currency }, assets - liabilities);
  }
}
