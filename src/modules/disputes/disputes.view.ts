import { actsFor, allowedActions, isStaff, money, toWire, type Actor, type Party } from '../../kernel/index.js';
import { MoneyView, OwnMatter } from '../../platform/http/index.js';
import { chargebackLifecycle, takesEvidence } from './chargeback.lifecycle.js';
import type { ChargebackRow, ShareRow } from './chargebacks.repository.js';
import type { DisputeShareView, DisputeView, EvidenceView } from './disputes.dto.js';
import { EvidenceClosed } from './disputes.errors.js';
import type { EvidenceRow } from './evidence.repository.js';

export const STAFF = ['finance', 'risk'] as const;

const view = (amount: number, currency: string): MoneyView => MoneyView.of(money(amount, currency));

/** The dispute as the viewer may see it: staff all of it, a seller its own part. */
export function disputeViewOf(
  chargeback: ChargebackRow,
  evidence: readonly EvidenceRow[],
  viewer: Actor,
  now: Date,
): DisputeView {
  const { currency, state, version, reason, liable, feeTo } = chargeback;
  const parties: Party[] = STAFF.filter((role) => isStaff(viewer, role));
  const sees = ({ sellerId }: { readonly sellerId: string }): boolean =>
    parties.length > 0 || actsFor(viewer, sellerId);
  const isLate = chargeback.evidenceDueAt !== null && chargeback.evidenceDueAt <= now;
  const late = isLate ? EvidenceClosed.problem.code : undefined;
  const isSeller = chargeback.shares.some(({ sellerId }) => actsFor(viewer, sellerId));
  const closed = takesEvidence(state) ? late : EvidenceClosed.problem.code;
  const addEvidence = { action: 'add_evidence', allowed: closed === undefined, ...(closed && { reason: closed }) };
  return {
    id: toWire('dsp', chargeback.id),
    paymentId: toWire('pay', chargeback.paymentId),
    orderId: toWire('ord', chargeback.orderId),
    ...{ state, version, reason, liable, feeTo },
    amount: view(chargeback.amount, currency),
    fee: view(chargeback.fee, currency),
    evidenceDueAt: chargeback.evidenceDueAt?.toISOString() ?? null,
    openedAt: chargeback.openedAt.toISOString(),
    submittedAt: chargeback.submittedAt?.toISOString() ?? null,
    closedAt: chargeback.closedAt?.toISOString() ?? null,
    shares: chargeback.shares.filter(sees).map((share) => shareView(share, currency)),
    evidence: evidence.filter(sees).map(evidenceView),
    allowedActions: [
      ...allowedActions(chargebackLifecycle, state, parties, {
        submit: late,
        accept: isSeller ? OwnMatter.problem.code : undefined,
      }),
      ...(isSeller ? [addEvidence] : []),
    ],
  };
}

const shareView = (
  { sellerOrderId, sellerId, amount, covered, exposure }: ShareRow,
  currency: string,
): DisputeShareView => ({
  sellerOrderId: toWire('sor', sellerOrderId),
  sellerId: toWire('sel', sellerId),
  amount: view(amount + covered, currency),
  coveredRefunds: view(covered, currency),
  exposure: view(exposure, currency),
});

const evidenceView = ({ id, sellerId, text, links, givenAt }: EvidenceRow): EvidenceView => ({
  id: toWire('evd', id),
  sellerId: toWire('sel', sellerId),
  text,
  links: [...links],
  givenAt: givenAt.toISOString(),
});
