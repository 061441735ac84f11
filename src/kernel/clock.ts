/** The marketplace's time. Money, holds and deadlines obey it and never the host's clock. */
export abstract class Clock {
  abstract now(): Date;
}
