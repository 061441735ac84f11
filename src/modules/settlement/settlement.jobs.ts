import { Injectable } from '@nestjs/common';
import { Every, OnDeadline, OnEvent, type EventOf } from '../../platform/messaging/index.js';
import { sellerOrderConfirmed, sellerOrderDelivered } from '../orders/index.js';
import { HoldAlarms } from './hold-alarms.js';
import { ReleaseEarnings } from './release-earnings.js';
import { ReleaseReserve } from './release-reserve.js';
import { ShortenHold } from './shorten-hold.js';
import { StartEarning } from './start-earning.js';

/** From delivery to available. */
@Injectable()
export class SettlementJobs {
  constructor(
    private readonly start: StartEarning,
    private readonly shorten: ShortenHold,
    private readonly release: ReleaseEarnings,
    private readonly releaseReserve: ReleaseReserve,
    private readonly alarms: HoldAlarms,
  ) {}

  @OnEvent(sellerOrderDelivered, { consumer: 'settlement.start-earning', queue: 'money' })
  delivered({ payload }: EventOf<typeof sellerOrderDelivered>): Promise<void> {
    return this.start.run({ ...payload, deliveredAt: new Date(payload.deliveredAt) });
  }

  /** Silence confirms too; only the word of a buyer shortens the hold. */
  @OnEvent(sellerOrderConfirmed, { consumer: 'settlement.shorten-hold', queue: 'money' })
  confirmed({ payload }: EventOf<typeof sellerOrderConfirmed>): Promise<void> {
    if (payload.by === 'timer') return Promise.resolve();
    return this.shorten.run(payload.sellerOrderId, new Date(payload.confirmedAt));
  }

  @OnDeadline('settlement.release', { queue: 'money' })
  due(sellerOrderId: string): Promise<void> {
    return this.release.run(sellerOrderId);
  }

  @Every('settlement.hold-alarms', { every: 'PT1H', queue: 'money' })
  watch(): Promise<void> {
    return this.alarms.count();
  }

  @OnDeadline('settlement.reserve-release', { queue: 'money' })
  reserveDue(lotId: string): Promise<void> {
    return this.releaseReserve.run(lotId);
  }
}
