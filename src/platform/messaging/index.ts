export { Deadlines } from './deadlines.js';
export { Drain, NotQuiet } from './drain.js';
export { declareUnhandled, defineEvent, type DomainEvent, type EventDefinition, type EventOf } from './event.js';
export { Every, OnDeadline, OnEvent, type QueueName } from './handlers.js';
export { MessagingModule } from './messaging.module.js';
export { type MessagingOptions } from './messaging.options.js';
export { Outbox, type Publication } from './outbox.js';
export { Timeline } from './timeline.js';
