import { declareUnhandled, definedEvents, unhandledEvents } from '../../src/platform/messaging/event.js';

/** Lets a part of the marketplace boot alone: the events of modules that are not there need no consumer. */
export function declaredForOthers(ours: RegExp): void {
  for (const key of definedEvents()) {
    const [, name = '', version = ''] = /^(.*)\.v(\d+)$/.exec(key) ?? [];
    if (ours.test(name) || unhandledEvents().has(key)) continue;
    declareUnhandled({ name, version: Number(version) }, 'its module is not part of this test');
  }
}
