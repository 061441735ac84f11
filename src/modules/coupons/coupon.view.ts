import { toWire } from '../../kernel/index.js';
import type { CouponView } from './coupons.dto.js';
import type { CouponRow } from './coupons.repository.js';

export function couponView(row: CouponRow): CouponView {
  const { sellerId, percentBps, endsAt, totalLimit, buyerLimit } = row;
  return {
    id: toWire('cpn', row.id),
    code: row.code,
    owner: row.owner,
    ...(sellerId !== null && { sellerId: toWire('sel', sellerId) }),
    platformBps: row.platformBps,
    ...(percentBps !== null && { percentBps }),
    amounts: Object.entries(row.amounts).map(([currency, each]) => ({ currency, ...each })),
    startsAt: row.startsAt.toISOString(),
    ...(endsAt && { endsAt: endsAt.toISOString() }),
    ...(totalLimit !== null && { totalLimit }),
    ...(buyerLimit !== null && { buyerLimit }),
    redeemed: row.redeemed,
    version: row.version,
    createdAt: row.createdAt.toISOString(),
  };
}
