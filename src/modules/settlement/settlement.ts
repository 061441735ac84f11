import { Injectable } from '@nestjs/common';
import type { Tx } from '../../platform/database/index.js';
import { FreezeEarning, type Block } from './freeze-earning.js';
import { ReceiveBankEvent } from './receive-bank-event.js';
import { UnfreezeEarning } from './unfreeze-earning.js';

/** What others may ask of a seller's earnings. */
@Injectable()
export class Settlement {
  constructor(
    private readonly freezeEarning: FreezeEarning,
    private readonly unfreezeEarning: UnfreezeEarning,
    private readonly receive: ReceiveBankEvent,
  ) {}

  /** Stops the release clock of a seller order, delivered or not, until each block of it has ended. */
  freeze(tx: Tx, block: Block): Promise<void> {
    return this.freezeEarning.run(tx, block);
  }

  /** Ends the block of that source; the clock runs again after the last one, from now at the earliest. */
  unfreeze(tx: Tx, block: Block): Promise<void> {
    return this.unfreezeEarning.run(tx, block);
  }

  /** Takes a message of a bank whose signature has been checked; a repeated one changes nothing. */
  hear(provider: string, eventId: string, body: string): Promise<void> {
    return this.receive.run(provider, eventId, body);
  }
}
