import { definedEvents, unhandledEvents } from '../../src/platform/messaging/event.js';
import { declareUnhandled } from '../../src/platform/messaging/index.js';

/**
 * For an app of a few modules: the events whose listeners are left out are declared unhandled, so that it boots.
 * `handled` names those that the few modules listen to, `risk.released`.
 */
export function ignoreEventsBut(...handled: readonly string[]): void {
  const open = definedEvents().filter((key) => !unhandledEvents().has(key));
  for (const key of open) {
    const [, name = '', version = ''] = /^(.+)\.v(\d+)$/.exec(key) ?? [];
    if (!handled.includes(name)) declareUnhandled({ name, version: Number(version) }, 'its listener is left out');
  }
}
