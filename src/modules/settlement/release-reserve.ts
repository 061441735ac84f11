import { Injectable } from '@nestjs/common';
import { Clock, money, system } from '../../kernel/index.js';
import { UnitOfWork, type Tx } from '../../platform/database/index.js';
import { Deadlines } from '../../platform/messaging/index.js';
import { reserveReleasedJournal } from '../ledger/index.js';
import { EarningsRepository } from './earnings.repository.js';
import { MakeAvailable } from './make-available.js';

const BATCH = 200;

/** A reserve lot has served its time: it becomes available. */
@Injectable()
export class ReleaseReserve {
  constructor(
    private readonly uow: UnitOfWork,
    private readonly clock: Clock,
    private readonly makeAvailable: MakeAvailable,
    private readonly earnings: EarningsRepository,
    private readonly deadlines: Deadlines,
  ) {}

  /** Releases the lot if it is due, and with it every lot of the seller that is. */
  async run(lotId: string): Promise<void> {
    let found = BATCH;
    while (found === BATCH) found = await this.uow.run((tx) => this.releaseDue(tx, lotId));
  }

  private async releaseDue(tx: Tx, lotId: string): Promise<number> {
    const effectiveAt = this.clock.now();
    const lots = await this.earnings.releaseLots(tx, lotId, effectiveAt, BATCH);
    const actor = system('settlement');
    const journals = lots.flatMap((lot) => {
      if (lot.amount === 0) return [];
      const refs = { sellerOrderId: lot.sellerOrderId, sellerId: lot.sellerId };
      const amount = money(lot.amount, lot.currency);
      return [reserveReleasedJournal(lot.lotId, lot.sellerId, amount, { effectiveAt, actor, refs })];
    });
    const [first] = lots;
    if (first) await this.makeAvailable.run(tx, first, journals);
    const others = lots.map((lot) => lot.lotId).filter((id) => id !== lotId);
    await this.deadlines.cancelAll(tx, 'settlement.reserve-release', others);
    return lots.length;
  }
}
