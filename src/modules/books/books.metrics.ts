import { Injectable } from '@nestjs/common';
import { Gauge } from 'prom-client';
import { Metrics } from '../../platform/observability/index.js';

/** What wakes somebody up; as of the last look. */
@Injectable()
export class BooksMetrics {
  private readonly faults: Gauge;
  private readonly uncleared: Gauge<'account'>;
  private readonly coverage: Gauge<'currency'>;
  private readonly watchedAt: Gauge;
  private readonly exportedAt: Gauge;

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
    this.watchedAt = new Gauge({
      name: 'souk_ledger_watch_success_timestamp_seconds',
      help: 'When this process last looked at what has to clear and at the cover, to the end; 0: never yet',
      registers,
    });
    this.exportedAt = new Gauge({
      name: 'souk_ledger_head_export_timestamp_seconds',
      help: 'When this process last wrote the head of the chain to its file; 0: never yet',
      registers,
    });
  }

  checked(faults: number): void {
    this.faults.set(faults);
  }

  cleared(counts: readonly { account: string; accounts: number }[]): void {
    for (const { account, accounts } of counts) this.uncleared.set({ account }, accounts);
  }

  /** A watch that has died keeps the values of its last look: only this tells. */
  watched(): void {
    this.watchedAt.setToCurrentTime();
  }

  exported(): void {
    this.exportedAt.setToCurrentTime();
  }

  covered(rows: readonly { currency: string; assets: number; liabilities: number }[]): void {
    for (const { currency, assets, liabilities } of rows) this.coverage.set({ currency }, assets - liabilities);
  }
}
