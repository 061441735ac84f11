import { Injectable } from '@nestjs/common';
import { Gauge } from 'prom-client';
import { Clock } from '../../kernel/index.js';
import { Metrics } from '../../platform/observability/index.js';
import { AgingRepository } from './aging.repository.js';
import { shareOf } from './standing.domain.js';

/** What wakes somebody up; as of the last matching. */
@Injectable()
export class ReconciliationMetrics {
  private readonly breaks: Gauge<'age'>;
  private readonly share: Gauge;

  constructor(
    private readonly aging: AgingRepository,
    private readonly clock: Clock,
    { registry }: Metrics,
  ) {
    const registers = [registry];
    this.breaks = new Gauge({
      name: 'souk_reconciliation_breaks',
      help: 'Lines without an entry, entries without a line and amounts that differ, by age',
      labelNames: ['age'],
      registers,
    });
    this.share = new Gauge({
      name: 'souk_reconciliation_matched_share',
      help: 'Of the lines of the last thirty days, the share that was matched without a person',
      registers,
    });
  }

  async refresh(): Promise<void> {
    const rows = await this.aging.standing(this.clock.now());
    const sum = (field: 'upTo1Day' | 'upTo4Days' | 'upTo30Days' | 'over30Days'): number =>
      rows.reduce((total, row) => total + row[field], 0);
    this.breaks.set({ age: 'up_to_1_day' }, sum('upTo1Day'));
    this.breaks.set({ age: 'up_to_4_days' }, sum('upTo4Days'));
    this.breaks.set({ age: 'up_to_30_days' }, sum('upTo30Days'));
    this.breaks.set({ age: 'over_30_days' }, sum('over30Days'));
    this.share.set(shareOf(rows) ?? 1);
  }
}
