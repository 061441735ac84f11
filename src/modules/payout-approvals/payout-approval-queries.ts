import { Injectable } from '@nestjs/common';
import { actsFor, Clock, millisecondsOf, money, plus, toWire, type Actor, type Id } from '../../kernel/index.js';
import { UnitOfWork, type Tx } from '../../platform/database/index.js';
import { MoneyView, NotFound, type ActionView } from '../../platform/http/index.js';
import { Sellers, type SellerPayoutAccount } from '../sellers/index.js';
import { APPROVAL_LASTS, APPROVALS_NEEDED, bindingOf, Payouts, type PayoutRow } from '../settlement/index.js';
import type { PayoutApprovalView } from './payout-approvals.dto.js';
import { PayoutApprovals, type ApprovalRow } from './payout-approvals.repository.js';

/** What there is to approve, and who has. */
@Injectable()
export class PayoutApprovalQueries {
  constructor(
    private readonly uow: UnitOfWork,
    private readonly clock: Clock,
    private readonly payouts: Payouts,
    private readonly sellers: Sellers,
    private readonly approvals: PayoutApprovals,
  ) {}

  /** @throws NotFound */
  one(actor: Actor, payoutId: Id<'pyo'>): Promise<PayoutApprovalView> {
    return this.uow.run((tx) => this.view(tx, actor, payoutId));
  }

  /** Inside the caller's transaction. @throws NotFound */
  async view(tx: Tx, actor: Actor, payoutId: string): Promise<PayoutApprovalView> {
    const payout = await this.payouts.lock(tx, payoutId);
    if (!payout) throw new NotFound({ what: 'payout' });
    const account = await this.sellers.payoutAccountOf(tx, payout.sellerId);
    const approvals = await this.approvals.list(payoutId, tx);
    return viewOf(payout, account, approvals, actor, this.clock.now());
  }

  /** Whether payee, destination, amount and currency are what the payout was made for. */
  async isCurrent(tx: Tx, payout: PayoutRow): Promise<boolean> {
    return isCurrent(payout, await this.sellers.payoutAccountOf(tx, payout.sellerId));
  }
}

function viewOf(
  payout: PayoutRow,
  account: SellerPayoutAccount | undefined,
  approvals: readonly ApprovalRow[],
  actor: Actor,
  now: Date,
): PayoutApprovalView {
  const since = approvalsSince(now);
  const isPaidThere = isCurrent(payout, account);
  return {
    payoutId: toWire('pyo', payout.payoutId),
    sellerId: toWire('sel', payout.sellerId),
    state: payout.state,
    amount: MoneyView.of(money(payout.amount, payout.currency)),
    payloadHash: payout.bindingHash,
    isCurrent: isPaidThere,
    destinationEnding: isPaidThere ? (account?.destination.slice(-4) ?? null) : null,
    reasons: payout.approvalReasons,
    approvalsNeeded: payout.approvalReasons.length > 0 ? APPROVALS_NEEDED : 0,
    requestedBy: payout.requestedBy === null ? null : toWire('usr', payout.requestedBy),
    approvals: approvals.map(({ approvedBy, approvedAt }) => ({
      approvedBy: toWire('usr', approvedBy),
      approvedAt: approvedAt.toISOString(),
      expiresAt: plus(approvedAt, APPROVAL_LASTS).toISOString(),
      isValid: approvedAt > since,
    })),
    allowedActions: [approveAction(payout, isPaidThere, valid(approvals, now), actor)],
  };
}

function approveAction(
  payout: PayoutRow,
  isPaidThere: boolean,
  given: readonly ApprovalRow[],
  actor: Actor,
): ActionView {
  const refusal = refusalOf(payout, isPaidThere, given, actor);
  return refusal ? { action: 'approve', allowed: false, reason: refusal } : { action: 'approve', allowed: true };
}

function refusalOf(payout: PayoutRow, isPaidThere: boolean, given: readonly ApprovalRow[], actor: Actor) {
  if (payout.state !== 'draft') return `state_is_${payout.state}`;
  if (!isPaidThere) return 'payout_changed';
  if (isInvolved(payout, actor)) return 'payout_approver_involved';
  const isGiven = actor.kind === 'user' && given.some(({ approvedBy }) => approvedBy === actor.userId);
  return isGiven ? 'payout_approved_by_you' : undefined;
}

const isCurrent = (payout: PayoutRow, account: SellerPayoutAccount | undefined): boolean =>
  account !== undefined &&
  account.changedAt.getTime() === payout.accountChangedAt.getTime() &&
  bindingOf({ ...payout, holder: account.holder, destination: account.destination }) === payout.bindingHash;

/** Whoever asked for it, or belongs to the seller. */
export const isInvolved = ({ requestedBy, sellerId }: PayoutRow, actor: Actor): boolean =>
  actor.kind !== 'user' || actor.userId === requestedBy || actsFor(actor, sellerId);

export const approvalsSince = (now: Date): Date => new Date(now.getTime() - millisecondsOf(APPROVAL_LASTS));

export const valid = (approvals: readonly ApprovalRow[], now: Date): ApprovalRow[] =>
  approvals.filter(({ approvedAt }) => approvedAt > approvalsSince(now));
