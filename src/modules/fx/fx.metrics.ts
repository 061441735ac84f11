import { Injectable } from '@nestjs/common';
import { Gauge } from 'prom-client';
import { Metrics } from '../../platform/observability/index.js';
import type { Position } from './position.domain.js';

/** Positions as of the last look. */
@Injectable()
export class FxMetrics {
  private readonly position: Gauge<'pair' | 'currency'>;

  constructor({ registry }: Metrics) {
    this.position = new Gauge({
      name: 'souk_fx_position_minor',
      help: 'What waits to be converted at the bank, in minor units; below zero is to be sold',
      labelNames: ['pair', 'currency'],
      registers: [registry],
    });
  }

  looked(positions: readonly Position[]): void {
    for (const { base, counter, baseAmount, counterAmount } of positions) {
      const pair = `${base}-${counter}`;
      this.position.set({ pair, currency: base }, baseAmount);
      this.position.set({ pair, currency: counter }, counterAmount);
    }
  }
}
