import { Counter, Gauge, Histogram } from 'prom-client';

export const published = new Counter({
  name: 'souk_events_published_total',
  help: 'Events written to the outbox, counted before their transaction commits.',
  labelNames: ['event'],
});

export const handled = new Histogram({
  name: 'souk_delivery_seconds',
  help: 'Time from publishing an event, or from a deadline firing, until its consumer had handled it.',
  labelNames: ['consumer'],
  buckets: [0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 10, 60],
});

export const failures = new Counter({
  name: 'souk_delivery_failures_total',
  help: 'Attempts to handle a delivery that ended in an error.',
  labelNames: ['consumer'],
});

export const deadDeliveries = new Counter({
  name: 'souk_deliveries_dead_total',
  help: 'Deliveries given up after their last attempt.',
  labelNames: ['consumer'],
});

export const backlog = new Gauge({
  name: 'souk_deliveries',
  help: 'Deliveries that are not done, by state.',
  labelNames: ['state'],
});
