import { Injectable, type OnModuleInit } from '@nestjs/common';
import { Clock, money, toWire, type Id, type UserActor } from '../../kernel/index.js';
import { UnitOfWork } from '../../platform/database/index.js';
import { Cursors, MoneyView, NotFound, type Once, type Page } from '../../platform/http/index.js';
import { Outbox } from '../../platform/messaging/index.js';
import { Metrics } from '../../platform/observability/index.js';
import { payoutAlarmReleased, PayoutVolume, type AlarmRow } from '../settlement/index.js';
import type { PayoutAlarmQuery, PayoutAlarmView } from './payout-approvals.dto.js';
import { AlarmReleased } from './payout-approvals.errors.js';

/** Days whose payouts were stopped for their total. */
@Injectable()
export class PayoutAlarms implements OnModuleInit {
  constructor(
    private readonly uow: UnitOfWork,
    private readonly clock: Clock,
    private readonly volume: PayoutVolume,
    private readonly outbox: Outbox,
    private readonly cursors: Cursors,
    private readonly metrics: Metrics,
  ) {}

  onModuleInit(): void {
    const help = 'Currencies and days whose payouts wait for finance because of their total';
    this.metrics.gauge('souk_payout_alarms_open', help, () => this.volume.countOpen());
  }

  async page({ open = false, cursor, limit }: PayoutAlarmQuery): Promise<Page<PayoutAlarmView>> {
    const key = `payout-alarms:${open}`;
    const [before] = this.cursors.read<[string]>(cursor, key) ?? [];
    const rows = await this.volume.page(open, before, limit + 1);
    const page = this.cursors.page(rows, limit, key, (last) => [last.alarmId]);
    return { ...page, data: page.data.map(alarmView) };
  }

  /** The rest of the day's payouts goes on at once. @throws NotFound, AlarmReleased */
  release(actor: UserActor, alarmId: Id<'pal'>, reason: string, once: Once): Promise<PayoutAlarmView> {
    return once.run(this.uow, async (tx) => {
      const released = await this.volume.release(tx, alarmId, actor.userId, reason, this.clock.now());
      if (!released && !(await this.volume.findIn(tx, alarmId))) throw new NotFound({ what: 'payout alarm' });
      if (!released) throw new AlarmReleased({});
      const { currency } = released;
      await this.outbox.publish(tx, payoutAlarmReleased, { subjectId: alarmId, payload: { currency } });
      return alarmView(released);
    });
  }
}

const alarmView = (row: AlarmRow): PayoutAlarmView => ({
  id: toWire('pal', row.alarmId),
  currency: row.currency,
  day: row.day,
  total: MoneyView.of(money(row.total, row.currency)),
  ceiling: MoneyView.of(money(row.ceiling, row.currency)),
  raisedAt: row.raisedAt.toISOString(),
  releasedAt: row.releasedAt?.toISOString() ?? null,
  releasedBy: row.releasedBy === null ? null : toWire('usr', row.releasedBy),
  reason: row.reason,
  allowedActions: [
    row.releasedAt
      ? { action: 'release', allowed: false, reason: 'payout_alarm_released' }
      : { action: 'release', allowed: true },
  ],
});
