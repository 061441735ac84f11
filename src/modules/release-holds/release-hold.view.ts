import { actsFor, allowedActions, isStaff, toWire, type Actor } from '../../kernel/index.js';
import { OwnMatter } from '../../platform/http/index.js';
import { releaseHoldLifecycle } from './release-hold.lifecycle.js';
import type { ReleaseHoldView } from './release-holds.dto.js';
import type { ReleaseHoldRow } from './release-holds.repository.js';

export const releaseHoldView = (row: ReleaseHoldRow, viewer: Actor): ReleaseHoldView => ({
  id: toWire('rlh', row.id),
  sellerOrderId: toWire('sor', row.sellerOrderId),
  sellerId: toWire('sel', row.sellerId),
  reason: row.reason,
  note: row.note,
  state: row.state,
  version: row.version,
  placedAt: row.createdAt.toISOString(),
  placedBy: toWire('usr', row.placedBy),
  expiresAt: row.expiresAt.toISOString(),
  allowedActions: allowedActions(releaseHoldLifecycle, row.state, isStaff(viewer, 'risk') ? ['risk'] : [], {
    lift: actsFor(viewer, row.sellerId) ? OwnMatter.problem.code : undefined,
  }),
});
