import { money, toWire } from '../../kernel/index.js';
import { MoneyView } from '../../platform/http/index.js';
import type { LimitRow } from './goodwill-limits.repository.js';
import type { GoodwillLimitView, GoodwillView } from './goodwill.dto.js';
import type { GoodwillRow } from './goodwill.repository.js';

export const goodwillView = (row: GoodwillRow): GoodwillView => ({
  id: toWire('gdw', row.id),
  state: row.state,
  buyerId: row.beneficiary === 'buyer' ? toWire('usr', row.beneficiaryId) : null,
  sellerId: row.beneficiary === 'seller' ? toWire('sel', row.beneficiaryId) : null,
  amount: MoneyView.of(money(row.amount, row.currency)),
  reason: row.reason,
  isWithinLimit: row.isWithinLimit,
  proposedBy: toWire('usr', row.proposedBy),
  proposedAt: row.proposedAt.toISOString(),
  decidedBy: row.decidedBy === null ? null : toWire('usr', row.decidedBy),
  decidedAt: row.decidedAt?.toISOString() ?? null,
});

export const limitView = (row: LimitRow): GoodwillLimitView => ({
  role: row.role,
  currency: row.currency,
  daily: MoneyView.of(money(row.daily, row.currency)),
  version: row.version,
  setBy: row.setBy === null ? null : toWire('usr', row.setBy),
  setAt: row.setAt.toISOString(),
});
