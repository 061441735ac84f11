import { Injectable } from '@nestjs/common';
import { Gauge } from 'prom-client';
import { Metrics } from '../../platform/observability/index.js';

@Injectable()
export class DebtCollectionMetrics {
  private readonly unheard: Gauge<'provider'>;

  constructor({ registry }: Metrics) {
    this.unheard = new Gauge({
      name: 'souk_debt_collections_unheard',
      help: 'Collections that a provider was asked for a day ago or longer, and nobody knows how they ended, as of the last look',
      labelNames: ['provider'],
      registers: [registry],
    });
  }

  looked(counts: readonly { provider: string; collections: number }[]): void {
    this.unheard.reset();
    for (const { provider, collections } of counts) this.unheard.set({ provider }, collections);
  }
}
