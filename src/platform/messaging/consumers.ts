import { Inject, Injectable, Logger, type OnModuleInit } from '@nestjs/common';
import { DiscoveryService, MetadataScanner } from '@nestjs/core';
import { definedEvents, unhandledEvents } from './event.js';
import { handlingsOf, type Handling, type QueueName } from './handlers.js';
import { groupBy } from './group-by.js';
import { contradictions, undecided } from './handling-faults.js';
import { MESSAGING_OPTIONS, type MessagingOptions } from './messaging.options.js';

export interface Consumer {
  readonly consumer: string;
  readonly queue: QueueName;
  readonly handling: Handling;
  /** `OrderJobs.confirm`, for messages. */
  readonly place: string;
  readonly call: (argument: unknown, detail?: unknown) => Promise<void>;
}

/** Every declared handler of the process, found once at start; nothing boots while one is missing or double. */
@Injectable()
export class Consumers implements OnModuleInit {
  private readonly logger = new Logger(Consumers.name);
  private found: readonly Consumer[] = [];
  private byName: ReadonlyMap<string, Consumer> = new Map();
  private byEvent: ReadonlyMap<string, readonly Consumer[]> = new Map();

  constructor(
    private readonly discovery: DiscoveryService,
    private readonly scanner: MetadataScanner,
    @Inject(MESSAGING_OPTIONS) private readonly options: Pick<MessagingOptions, 'undecidedEvents'>,
  ) {}

  onModuleInit(): void {
    this.found = this.discovery.getProviders().flatMap(({ instance }) => this.consumersOf(instance as unknown));
    this.refuseFaults();
    this.byName = new Map(this.found.map((consumer) => [consumer.consumer, consumer]));
    this.byEvent = groupBy(this.found, ({ handling }) => (handling.kind === 'event' ? handling.event : ''));
  }

  /** Who listens to an event, by its key `order.placed.v1`. */
  of(event: string): readonly Consumer[] {
    return this.byEvent.get(event) ?? [];
  }

  named(consumer: string): Consumer | undefined {
    return this.byName.get(consumer);
  }

  handlesDeadline(kind: string): boolean {
    return this.byName.get(kind)?.handling.kind === 'deadline';
  }

  all(): readonly Consumer[] {
    return this.found;
  }

  private refuseFaults(): void {
    const wrong = contradictions(this.found, unhandledEvents());
    const open = undecided(this.found, definedEvents(), unhandledEvents());
    const faults = this.options.undecidedEvents === 'refuse' ? [...wrong, ...open] : wrong;
    if (faults.length > 0) throw new Error(`Events, deadlines and schedules:\n- ${faults.join('\n- ')}`);
    for (const line of open) this.logger.warn(line);
  }

  private consumersOf(instance: unknown): Consumer[] {
    if (typeof instance !== 'object' || instance === null) return [];
    const methods = instance as Record<string, ((argument: unknown, detail?: unknown) => Promise<void>) | undefined>;
    const prototype = Object.getPrototypeOf(instance) as object | null;
    return this.scanner.getAllMethodNames(prototype).flatMap((name) =>
      handlingsOf(readPlain(prototype, name)).map((handling) => ({
        consumer: handling.consumer,
        queue: handling.queue,
        handling,
        place: `${instance.constructor.name}.${name}`,
        call: async (argument, detail) => methods[name]?.(argument, detail),
      })),
    );
  }
}

/** The method without running a getter. */
function readPlain(prototype: object | null, name: string): unknown {
  for (let at = prototype; at; at = Object.getPrototypeOf(at) as object | null) {
    const found = Object.getOwnPropertyDescriptor(at, name);
    if (found) return found.value as unknown;
  }
  return undefined;
}
