import { Injectable } from '@nestjs/common';
import { Gauge } from 'prom-client';
import { Metrics } from '../../platform/observability/index.js';

@Injectable()
export class HoldMetrics {
  private readonly earnings: Gauge;
  private readonly holds: Gauge;

  constructor({ registry }: Metrics) {
    this.earnings = new Gauge({
      name: 'souk_earnings_near_legal_cap',
      help: 'Earnings that have been held, or kept in reserve, for 80 % of what the law allows or longer, as of the last look',
      registers: [registry],
    });
    this.holds = new Gauge({
      name: 'souk_seller_holds_near_legal_cap',
      help: 'Holds of sellers’ money that have lasted for 80 % of what the law allows or longer, as of the last look',
      registers: [registry],
    });
  }

  nearCap(earnings: number, holds: number): void {
    this.earnings.set(earnings);
    this.holds.set(holds);
  }
}
