import { Injectable } from '@nestjs/common';
import { Gauge, Histogram, type Counter } from 'prom-client';
import { Metrics } from '../observability/index.js';

const SECONDS = [0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 10, 60];

/** What is measured about messages. */
@Injectable()
export class MessagingMetrics {
  /** Counted before the transaction commits. */
  readonly published: Counter<'event'>;
  readonly failures: Counter<'consumer'>;
  readonly dead: Counter<'consumer'>;
  private readonly seconds: Histogram<'consumer'>;
  private readonly backlog: Gauge<'state'>;

  constructor(metrics: Metrics) {
    this.published = metrics.counter('souk_events_published_total', 'Events written to the outbox', ['event']);
    this.failures = metrics.counter('souk_delivery_failures_total', 'Attempts that ended in an error', ['consumer']);
    this.dead = metrics.counter('souk_deliveries_dead_total', 'Deliveries given up', ['consumer']);
    this.seconds = new Histogram({
      name: 'souk_delivery_seconds',
      help: 'From publishing an event, or from a deadline firing, until its consumer had handled it',
      labelNames: ['consumer'],
      buckets: SECONDS,
      registers: [metrics.registry],
    });
    this.backlog = new Gauge({
      name: 'souk_deliveries',
      help: 'Deliveries that are not done',
      labelNames: ['state'],
      registers: [metrics.registry],
    });
  }

  handled(consumer: string, seconds: number): void {
    this.seconds.observe({ consumer }, seconds);
  }

  open(counts: readonly { state: string; count: number }[]): void {
    for (const { state, count } of counts) this.backlog.set({ state }, count);
  }
}
