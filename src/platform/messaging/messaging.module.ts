import { BullModule, getQueueToken } from '@nestjs/bullmq';
import { Global, Logger, Module, type DynamicModule, type Provider } from '@nestjs/common';
import { DiscoveryModule } from '@nestjs/core';
import { setDefaultBackendFactory, type Queue, type QueueOptions } from 'bullmq';
import { CONFIG, type RunningConfig } from '../config/index.js';
import { NotifyModule } from '../notify/index.js';
import { AfterCommit } from './after-commit.js';
import { Caretaker } from './caretaker.js';
import { Completions } from './completions.js';
import { Consumers } from './consumers.js';
import { Deadlines } from './deadlines.js';
import { DeliveriesController } from './deliveries.controller.js';
import { DeliveriesRepository } from './deliveries.repository.js';
import { DeliveryLog } from './delivery-log.js';
import { Dispatcher } from './dispatcher.js';
import { Drain } from './drain.js';
import { DueDeadlines } from './due-deadlines.js';
import { DueRepository } from './due.repository.js';
import { QUEUES } from './handlers.js';
import { MessageLoop } from './message-loop.js';
import { MessagingMetrics } from './messaging.metrics.js';
import { defaultOptions, MESSAGING_OPTIONS, type MessagingOptions } from './messaging.options.js';
import { Outbox } from './outbox.js';
import { OutboxSignal } from './outbox-signal.js';
import { Pulse } from './pulse.js';
import { openQueueBackend, QUEUE_BACKEND, type QueueBackend } from './queue-backend.js';
import { QUEUE_MAP, Queues, type QueueMap } from './queues.js';
import { Relay } from './relay.js';
import { RelayDb } from './relay-db.js';
import { Timeline } from './timeline.js';
import { Wakers } from './wakers.js';

const PUBLISHING: Provider[] = [
  AfterCommit,
  Consumers,
  Deadlines,
  DeliveryLog,
  Drain,
  DueDeadlines,
  DueRepository,
  MessagingMetrics,
  Outbox,
  Pulse,
];

const HANDLING: Provider[] = [
  Caretaker,
  Completions,
  DeliveriesRepository,
  Dispatcher,
  MessageLoop,
  { provide: QUEUE_MAP, inject: QUEUES.map((name) => getQueueToken(name)), useFactory: mapOf },
  Queues,
  Relay,
  Wakers,
];

/** Of BullMQ's own record of what its jobs did, which nobody here reads. */
const EVENTS_KEPT = 100;

function mapOf(...queues: Queue[]): QueueMap {
  const logger = new Logger('Queue');
  for (const queue of queues) queue.on('error', (error) => logger.error(error.message));
  return new Map(queues.map((queue) => [queue.name, queue]));
}

@Global()
@Module({ providers: [RelayDb], exports: [RelayDb] })
class RelayDbModule {}

/** Where the queues live, known before any of them is made. */
@Global()
@Module({
  imports: [RelayDbModule],
  providers: [{ provide: QUEUE_BACKEND, inject: [CONFIG, RelayDb], useFactory: openQueueBackend }],
  exports: [QUEUE_BACKEND],
})
class QueueBackendModule {}

const QUEUE_MODULES = [
  QueueBackendModule,
  BullModule.registerQueueAsync(
    ...QUEUES.map((name) => ({
      name,
      inject: [QUEUE_BACKEND],
      useFactory: (backend: QueueBackend) => {
        setDefaultBackendFactory(backend.factory);
        return {
          connection: backend.connection as QueueOptions['connection'],
          prefix: backend.prefix,
          streams: { events: { maxLen: EVENTS_KEPT } },
        };
      },
    })),
  ),
];

/** Events, deadlines and schedules. */
@Module({})
export class MessagingModule {
  /**
   * Global. `config.role` decides what this process does: `api` only publishes, `worker` and `all` also relay and
   * handle. The same modules must be loaded in both, since publishing looks up who listens.
   */
  static of(config: RunningConfig, options: Partial<MessagingOptions> = {}): DynamicModule {
    const handles = config.role !== 'api';
    return {
      module: MessagingModule,
      global: true,
      imports: [DiscoveryModule, NotifyModule, RelayDbModule, ...(handles ? QUEUE_MODULES : [])],
      controllers: [DeliveriesController],
      providers: [
        { provide: MESSAGING_OPTIONS, useValue: { ...defaultOptions, leaseMs: config.deliveryLeaseMs, ...options } },
        ...PUBLISHING,
        ...(handles ? HANDLING : [OutboxSignal]),
        ...(config.sandbox ? [Timeline] : []),
      ],
      exports: [Deadlines, Drain, Outbox, ...(config.sandbox ? [Timeline] : [])],
    };
  }
}
