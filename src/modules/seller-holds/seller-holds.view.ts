import { actsFor, allowedActions, isStaff, money, toWire, type Actor, type Party } from '../../kernel/index.js';
import { MoneyView, OwnMatter } from '../../platform/http/index.js';
import { sellerHoldLifecycle } from './seller-hold.lifecycle.js';
import { HoldNotYours } from './seller-holds.errors.js';
import type { SellerHoldView } from './seller-holds.dto.js';
import type { SellerHoldRow } from './seller-holds.repository.js';

const ROLES = ['risk', 'finance'] as const;

export function sellerHoldViewOf(hold: SellerHoldRow, viewer: Actor): SellerHoldView {
  const { currency, requested, held, used, state, version, reason, note, sourceType } = hold;
  const view = (amount: number): MoneyView => MoneyView.of(money(amount, currency));
  const parties: Party[] = ROLES.filter((role) => isStaff(viewer, role));
  const own = actsFor(viewer, hold.sellerId) ? OwnMatter.problem.code : undefined;
  const refusal = sourceType === 'chargeback' ? HoldNotYours.problem.code : own;
  return {
    id: toWire('shd', hold.id),
    sellerId: toWire('sel', hold.sellerId),
    ...{ currency, state, version, reason, note },
    requested: requested === null ? null : view(requested),
    held: view(held),
    shortfall: requested === null ? null : view(requested - held),
    used: view(used),
    expiresAt: hold.expiresAt?.toISOString() ?? null,
    placedAt: hold.createdAt.toISOString(),
    allowedActions: allowedActions(sellerHoldLifecycle, state, parties, { lift: refusal }),
  };
}
