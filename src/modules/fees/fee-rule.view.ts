import { toWire } from '../../kernel/index.js';
import type { FeeRuleView } from './fee-rules.dto.js';
import type { FeeRuleRow } from './fee-rules.repository.js';

export function feeRuleView(row: FeeRuleRow): FeeRuleView {
  const { id, number, component, sellerId, categoryId, tier, bps, taxBps, amounts, isKept, validUntil, replaces } = row;
  return {
    id: toWire('rul', id),
    number,
    component,
    ...(sellerId !== null && { sellerId: toWire('sel', sellerId) }),
    ...(categoryId !== null && { categoryId: toWire('cat', categoryId) }),
    ...(tier !== null && { tier }),
    ...(bps !== null && { bps }),
    taxBps,
    amounts: Object.entries(amounts).map(([currency, each]) => ({ currency, ...each })),
    isKept,
    validFrom: row.validFrom.toISOString(),
    ...(validUntil && { validUntil: validUntil.toISOString() }),
    ...(replaces !== null && { replaces: toWire('rul', replaces) }),
    version: row.version,
    createdAt: row.createdAt.toISOString(),
  };
}
