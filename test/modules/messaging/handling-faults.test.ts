import { Injectable, Module } from '@nestjs/common';
import { DiscoveryModule, NestFactory } from '@nestjs/core';
import { declareUnhandled, defineEvent, Every, OnDeadline, OnEvent } from '../../../src/platform/messaging/index.js';
import { Consumers } from '../../../src/platform/messaging/consumers.js';
import { defaultOptions, MESSAGING_OPTIONS } from '../../../src/platform/messaging/messaging.options.js';
import { ParcelModule } from './parcels.js';

const doorOpened = defineEvent<{ by: string }>('test.door-opened', 1);
const doorClosed = defineEvent<{ by: string }>('test.door-closed', 2);
declareUnhandled(doorClosed, 'closing a door concerns nobody');

@Injectable()
class DoorJobs {
  @OnEvent(doorClosed, { consumer: 'doors.listen' })
  async listen(): Promise<void> {}

  @OnDeadline('doors.lock')
  async lock(): Promise<void> {}

  @Every('doors.lock', { every: 'PT1H' })
  async check(): Promise<void> {}
}

/** The check of the handlers, without anything that would connect to a database. */
@Module({
  imports: [DiscoveryModule, ParcelModule],
  providers: [DoorJobs, Consumers, { provide: MESSAGING_OPTIONS, useValue: defaultOptions }],
})
class DoorProcess {}

test('a process with faulty handlers does not start and names every fault', async () => {
  const start = NestFactory.createApplicationContext(DoorProcess, { logger: false, abortOnError: false });

  const faults = await start.then(
    () => [],
    (error: Error) => error.message.split('\n'),
  );
  expect(faults.filter((line) => !/^- (?!test\.|doors\.)/.test(line))).toEqual([
    'Events, deadlines and schedules:',
    '- doors.lock is handled 2 times: DoorJobs.lock, DoorJobs.check',
    '- test.door-closed.v2 is declared unhandled and has a consumer',
    '- test.door-opened.v1 has no consumer and is not declared unhandled',
  ]);
});

test('an event name and version are defined once', () => {
  expect(() => defineEvent('test.door-opened', 1)).toThrow('Event declared twice: test.door-opened.v1');
  expect(doorOpened).toEqual({ name: 'test.door-opened', version: 1 });
});

test.each([
  ['P1M', '02:00'],
  ['PT0S', '02:00'],
  ['P1D', '2:00'],
  ['P1D', '24:00'],
])('every %s at %s is not a schedule', (every, at) => {
  expect(() => Every('doors.paint', { every, at })).toThrow('Not a schedule: doors.paint');
});
