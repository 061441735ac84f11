import { Injectable } from '@nestjs/common';
import type { Counter } from 'prom-client';
import { Metrics } from '../../platform/observability/index.js';

@Injectable()
export class PayoutMetrics {
  private readonly mismatches: Counter;

  constructor(metrics: Metrics) {
    const help =
      'Answers of a bank about a payout that were not believed because they speak of another amount or currency';
    this.mismatches = metrics.counter('souk_payout_mismatches_total', help, []);
  }

  mismatched(): void {
    this.mismatches.inc();
  }
}
