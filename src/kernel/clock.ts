/** The marketplace's time. Money, holds and deadlines obey it and never the host's clock. */
export abstract class Clock {
  abstract now(): Date;

  /** Whether time is being moved and only rests on its way. */
  get isTravelling(): boolean {
    return false;
  }
}
