import { IsIn } from 'class-validator';
import { PageOf, PageQuery } from '../http/index.js';

export const DELIVERY_STATES = ['waiting', 'relayed', 'dead'] as const;
export type DeliveryState = (typeof DELIVERY_STATES)[number];

export class DeliveryQuery extends PageQuery {
  /** `waiting` for its attempt, `relayed` to a worker, or `dead` after the last attempt. */
  @IsIn(DELIVERY_STATES)
  state: DeliveryState = 'dead';
}

/** One consumer's copy of an event or deadline that has not been handled. */
export class QueuedDeliveryView {
  /** Number of the delivery. */
  id!: number;

  state!: DeliveryState;

  /** Who has to handle it. */
  consumer!: string;

  queue!: string;

  /** What the event or deadline is about. */
  subjectId!: string;

  /** Name and version of the event, null for a deadline. */
  event!: string | null;

  /** How often handling failed. */
  failures!: number;

  /** Message of the last failure, first line. */
  lastError!: string | null;

  /** RFC 3339, host time. */
  nextAttemptAt!: string;

  /** RFC 3339, host time. */
  createdAt!: string;
}

export class DeliveryPage extends PageOf(QueuedDeliveryView) {}
