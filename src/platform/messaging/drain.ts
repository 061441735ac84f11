import { Injectable } from '@nestjs/common';

export class NotQuiet extends Error {
  override name = 'NotQuiet';
}

/** Waits for the system to come to rest. */
@Injectable()
export class Drain {
  /**
   * Resolves when no delivery is waiting or running and no deadline is due on the marketplace clock. Dead deliveries
   * do not count. @throws NotQuiet after the time-out (milliseconds), naming what is still open.
   */
  async run(timeoutMs = 30_000): Promise<void> {
    throw new NotQuiet(String(timeoutMs));
  }
}
