import { Injectable } from '@nestjs/common';
import { Clock } from '../../kernel/index.js';
import { Cursors, type Page, type PageQuery } from '../../platform/http/index.js';
import { SellerHolds } from '../seller-holds/index.js';
import { EarningReads } from './earning-reads.repository.js';
import { holdAlarmView } from './earning.view.js';
import type { HoldAlarmView } from './earnings.dto.js';
import { HoldMetrics } from './hold.metrics.js';

/** The share of the longest lawful hold after which somebody has to look, in basis points. */
const ALARM_BPS = 8_000;

/** What is in danger of being held for longer than the law allows. */
@Injectable()
export class HoldAlarms {
  constructor(
    private readonly clock: Clock,
    private readonly earnings: EarningReads,
    private readonly cursors: Cursors,
    private readonly metrics: HoldMetrics,
    private readonly holds: SellerHolds,
  ) {}

  /** The longest held first. */
  async list({ cursor, limit }: PageQuery): Promise<Page<HoldAlarmView>> {
    const [key, now] = ['hold-alarms', this.clock.now()];
    const after = this.cursors.read<[string, string]>(cursor, key);
    const rows = await this.earnings.alarms(now, ALARM_BPS, after, limit + 1);
    const ids = rows.map((row) => row.sellerOrderId);
    const [blocks, lots] = [await this.earnings.blocksOf(ids), await this.earnings.lotsOf(ids)];
    const { data, page } = this.cursors.page(rows, limit, key, (last) => [
      last.deliveredAt.toISOString(),
      last.sellerOrderId,
    ]);
    return { data: data.map((row) => holdAlarmView(row, blocks, lots, now)), page };
  }

  async count(): Promise<void> {
    const earnings = await this.earnings.alarmCount(this.clock.now(), ALARM_BPS);
    this.metrics.nearCap(earnings, await this.holds.nearCapCount());
  }
}
