import { Injectable } from '@nestjs/common';
import { Gauge } from 'prom-client';
import { Metrics } from '../../platform/observability/index.js';

@Injectable()
export class HoldMetrics {
  private readonly gauge: Gauge;

  constructor({ registry }: Metrics) {
    this.gauge = new Gauge({
      name: 'souk_earnings_near_legal_cap',
      help: 'Earnings that have been held, or kept in reserve, for 80 % of what the law allows or longer, as of the last look',
      registers: [registry],
    });
  }

  nearCap(count: number): void {
    this.gauge.set(count);
  }
}
