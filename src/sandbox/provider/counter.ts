import { setTimeout as sleep } from 'node:timers/promises';
import type { FastifyReply } from 'fastify';
import type { Answer } from './answer.js';
import type { Telling } from './charge-book.js';
import type { Fault, Faults, Operation } from './faults.js';
import type { Messenger } from './messenger.js';

/** How the caller hears nothing: whether the operation is booked before the silence. */
export type Silence = 'booked' | 'unbooked';

const BREAKING = new Set(['error500', 'timeout', 'html-error']);

/** Where every operation passes: faults strike here, messages leave from here. */
export class Counter {
  constructor(
    private readonly faults: Faults,
    private readonly messenger: Messenger,
    private readonly webhookDelayMs: number,
  ) {}

  async perform(
    operation: Operation,
    reply: FastifyReply,
    work: (telling: Telling) => Promise<Answer>,
    silence?: Silence,
  ): Promise<FastifyReply> {
    const fault = silenced(silence, operation) ?? (await this.faults.take(operation));
    if (fault?.mode === 'delay') await sleep(fault.delayMs);
    const breaks = fault !== undefined && BREAKING.has(fault.mode);
    if (breaks && !fault.booked) return misbehave(fault, reply);
    const answer = await work({ copies: copiesBy(fault), afterMs: this.webhookDelayMs });
    this.messenger.wake(this.webhookDelayMs);
    if (answer.tellFirst !== undefined) await this.messenger.tellNow(answer.tellFirst);
    if (breaks) return misbehave(fault, reply);
    return reply.status(answer.status).send(answer.body);
  }
}

function silenced(silence: Silence | undefined, operation: Operation): Fault | undefined {
  if (silence === undefined) return undefined;
  return { operation, mode: 'timeout', times: 1, delayMs: 0, booked: silence === 'booked' };
}

function copiesBy(fault: Fault | undefined): number {
  if (fault?.mode === 'drop-webhook') return 0;
  return fault?.mode === 'duplicate-webhook' ? 2 : 1;
}

function misbehave(fault: Fault, reply: FastifyReply): FastifyReply {
  if (fault.mode === 'error500') {
    return reply.status(500).send({ error: { code: 'internal', message: 'The provider is broken.' } });
  }
  if (fault.mode === 'html-error') {
    return reply.status(200).type('text/html').send('<html><body><h1>Bad gateway</h1></body></html>');
  }
  // The caller's own time-out ends the connection.
  reply.hijack();
  return reply;
}
