import { money, plus, toWire, type Prefix } from '../../kernel/index.js';
import { MoneyView } from '../../platform/http/index.js';
import { days } from './earning.domain.js';
import type { LotRow } from './earning-reads.repository.js';
import type { BlockView, EarningView, HoldAlarmView, ReserveView } from './earnings.dto.js';
import type { BlockRow, EarningRow } from './earnings.repository.js';

/** Of blocks that were opened before what they are about was kept with them. */
const PREFIXES: Readonly<Partial<Record<string, Prefix>>> = { chargeback: 'dsp' };

const view = (amount: number, currency: string): MoneyView => MoneyView.of(money(amount, currency));

export const earningView = (row: EarningRow, blocks: readonly BlockRow[], lots: readonly LotRow[]): EarningView => ({
  sellerOrderId: toWire('sor', row.sellerOrderId),
  state: row.state,
  item: view(row.item, row.currency),
  tax: view(row.tax, row.currency),
  shipping: view(row.shipping, row.currency),
  commission: view(row.commission, row.currency),
  feeTax: view(row.feeTax, row.currency),
  net: view(row.net, row.currency),
  deliveredAt: row.deliveredAt.toISOString(),
  confirmedAt: row.confirmedAt?.toISOString() ?? null,
  expectedReleaseAt: expectedReleaseAt(row),
  releasedAt: row.releasedAt?.toISOString() ?? null,
  holdReasons: [...row.holdReasons],
  blockedBy: blocksOf(row, blocks),
  holdPolicy: {
    tier: row.policyTier,
    version: row.policyVersion,
    holdDays: row.holdDays,
    confirmedHoldDays: row.confirmedHoldDays,
    reserveBps: row.reserveBps,
    reserveDays: row.reserveDays,
    capDays: row.capDays,
  },
  reserve: reserveView(row, lots),
});

/** `now` tells how much of what the law allows has passed. */
export function holdAlarmView(
  row: EarningRow,
  blocks: readonly BlockRow[],
  lots: readonly LotRow[],
  now: Date,
): HoldAlarmView {
  const lot = lots.find((each) => each.sellerOrderId === row.sellerOrderId && each.releasedAt === null);
  const { capDays } = lot ?? row;
  const capAt = plus(row.deliveredAt, days(capDays));
  const [passed, whole] = [now, capAt].map((at) => at.getTime() - row.deliveredAt.getTime());
  return {
    sellerOrderId: toWire('sor', row.sellerOrderId),
    sellerId: toWire('sel', row.sellerId),
    state: row.state,
    keptAs: lot ? 'reserve' : 'hold',
    net: view(row.net, row.currency),
    kept: view(lot?.amount ?? row.net, row.currency),
    deliveredAt: row.deliveredAt.toISOString(),
    capDays,
    capAt: capAt.toISOString(),
    usedBps: Math.floor(((passed ?? 0) * 10_000) / (whole ?? 1)),
    expectedReleaseAt: lot ? lot.releaseAt.toISOString() : expectedReleaseAt(row),
    blockedBy: blocksOf(row, blocks),
  };
}

const expectedReleaseAt = (row: EarningRow): string | null =>
  row.state === 'frozen' ? null : row.releaseAt.toISOString();

/** What was released stays released, whatever is claimed afterwards. */
function blocksOf({ sellerOrderId, state }: EarningRow, blocks: readonly BlockRow[]): BlockView[] {
  if (state === 'available') return [];
  return blocks.filter((block) => block.sellerOrderId === sellerOrderId).map(blockView);
}

function blockView({ type, sourceId, objectId, reason, openedAt }: BlockRow): BlockView {
  const prefix = PREFIXES[type];
  return { reason, objectId: objectId ?? (prefix ? toWire(prefix, sourceId) : null), since: openedAt.toISOString() };
}

function reserveView({ sellerOrderId, currency }: EarningRow, lots: readonly LotRow[]): ReserveView | null {
  const lot = lots.find((each) => each.sellerOrderId === sellerOrderId);
  if (!lot) return null;
  const { amount, releaseAt, releasedAt } = lot;
  return {
    amount: view(amount, currency),
    releaseAt: releaseAt.toISOString(),
    releasedAt: releasedAt?.toISOString() ?? null,
  };
}
