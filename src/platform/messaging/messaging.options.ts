import type { QueueName } from './handlers.js';

/** How patiently messages are relayed, retried and given up; times in milliseconds of the host. */
export interface MessagingOptions {
  /** What happens at start when nobody decided about an event: part of a system, as in a test, may only warn. */
  readonly undecidedEvents: 'refuse' | 'warn';
  /** Shortest pause between two rounds of the relay, in which commits gather. */
  readonly gatherMs: number;
  /** Longest pause; the busier the last round, the longer, since fewer and larger jobs cost less. */
  readonly longestGatherMs: number;
  /** How often the relay looks without having been woken. */
  readonly pollMs: number;
  /** How long a relayed delivery may stay without sign of life before it is relayed again. */
  readonly leaseMs: number;
  /** Deliveries in one queue job. */
  readonly batch: number;
  /** Deliveries of a queue that are relayed and not done, at most; the others wait in the table. */
  readonly relayedPerQueue: number;
  readonly firstBackoffMs: number;
  readonly lastBackoffMs: number;
  /** Failures after which a delivery is dead. */
  readonly maxFailures: number;
  /** Handlers that run at once in this process. */
  readonly concurrency: Readonly<Record<QueueName, number>>;
  /** Days after which what was handled is removed. */
  readonly keepDays: number;
}

export const MESSAGING_OPTIONS = Symbol('MESSAGING_OPTIONS');

export const defaultOptions: Omit<MessagingOptions, 'leaseMs'> = {
  undecidedEvents: 'refuse',
  gatherMs: 5,
  longestGatherMs: 40,
  pollMs: 1_000,
  batch: 40,
  relayedPerQueue: 80,
  firstBackoffMs: 100,
  lastBackoffMs: 600_000,
  maxFailures: 12,
  concurrency: { orders: 4, payments: 6, money: 4, screening: 2, default: 3 },
  keepDays: 7,
};

/** The pause before the next attempt: 100 ms, 300 ms, 900 ms, … up to ten minutes. */
export const backoffMs = (options: MessagingOptions, failures: number): number =>
  Math.min(options.lastBackoffMs, options.firstBackoffMs * 3 ** Math.max(0, failures - 1));
