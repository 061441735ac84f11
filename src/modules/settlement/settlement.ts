import { Injectable } from '@nestjs/common';
import type { Tx } from '../../platform/database/index.js';
import { EarningsRepository, type EarningRow } from './earnings.repository.js';
import { FreezeEarning, type Block } from './freeze-earning.js';
import type { Line } from '../ledger/index.js';
import type { BankAnswer } from './payout-provider.js';
import { ReceiveBankEvent } from './receive-bank-event.js';
import { RecordBankAnswer } from './record-bank-answer.js';
import type { Recorded } from './settle-payout.js';
import { TakeBackEarning, type EarningRefund } from './take-back-earning.js';
import { UnfreezeEarning } from './unfreeze-earning.js';

/** What others may ask of a seller's earnings. */
@Injectable()
export class Settlement {
  constructor(
    private readonly freezeEarning: FreezeEarning,
    private readonly unfreezeEarning: UnfreezeEarning,
    private readonly receive: ReceiveBankEvent,
    private readonly taken: TakeBackEarning,
    private readonly earnings: EarningsRepository,
    private readonly record: RecordBankAnswer,
  ) {}

  /** Stops the release clock of a seller order, delivered or not, until each block of it has ended. */
  freeze(tx: Tx, block: Block): Promise<void> {
    return this.freezeEarning.run(tx, block);
  }

  /** Whether something of that kind blocks a seller order now. */
  async isStoppedBy(tx: Tx, sellerOrderId: string, sourceType: string): Promise<boolean> {
    return (await this.earnings.openBlocks(tx, sellerOrderId)).some(({ type }) => type === sourceType);
  }

  /** Ends the block of that source; the clock runs again after the last one, from now at the earliest. */
  unfreeze(tx: Tx, block: Block): Promise<void> {
    return this.unfreezeEarning.run(tx, block);
  }

  /**
   * Takes a refund out of the escrow, or back from everybody who earned of it, wherever the money is now. The caller
   * posts the debits that are returned, in the same transaction.
   */
  takeBack(tx: Tx, refund: EarningRefund): Promise<Line[]> {
    return this.taken.run(tx, refund);
  }

  /** What a seller order earns, locked until the transaction ends; `undefined` while it is not delivered. */
  earning(tx: Tx, sellerOrderId: string): Promise<EarningRow | undefined> {
    return this.earnings.lock(tx, sellerOrderId);
  }

  /** Takes a message of a bank whose signature has been checked; a repeated one changes nothing. */
  hear(provider: string, eventId: string, body: string): Promise<void> {
    return this.receive.run(provider, eventId, body);
  }

  /**
   * What a statement says of a payout: the same as if the bank had told it itself, each transition once. Its journal takes
   * effect at the value date of the line, though not before the payout left.
   */
  confirm(tx: Tx, payoutId: string, answer: BankAnswer, valuedAt: Date): Promise<Recorded> {
    return this.record.run(tx, payoutId, answer, valuedAt);
  }
}
