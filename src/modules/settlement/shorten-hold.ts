import { Injectable } from '@nestjs/common';
import { Clock } from '../../kernel/index.js';
import { UnitOfWork } from '../../platform/database/index.js';
import { Deadlines } from '../../platform/messaging/index.js';
import { releaseAtConfirmation } from './earning.domain.js';
import { EarningsRepository } from './earnings.repository.js';
import { EarningNotStarted } from './settlement.errors.js';

/** The buyer has confirmed the delivery: the money comes sooner. */
@Injectable()
export class ShortenHold {
  constructor(
    private readonly uow: UnitOfWork,
    private readonly clock: Clock,
    private readonly earnings: EarningsRepository,
    private readonly deadlines: Deadlines,
  ) {}

  /** Does nothing the second time. @throws EarningNotStarted while the delivery is not settled. */
  async run(sellerOrderId: string, confirmedAt: Date): Promise<void> {
    await this.uow.run(async (tx) => {
      const earning = await this.earnings.lock(tx, sellerOrderId);
      if (!earning) throw new EarningNotStarted({});
      if (earning.confirmedAt || earning.state === 'available') return;
      const releaseAt = releaseAtConfirmation(earning.releaseAt, confirmedAt, earning.confirmedHoldDays);
      await this.earnings.confirm(tx, sellerOrderId, confirmedAt, releaseAt, this.clock.now());
      if (earning.state === 'pending') await this.deadlines.set(tx, 'settlement.release', sellerOrderId, releaseAt);
    });
  }
}
