import { asId, money, toWire, type Id } from '../../kernel/index.js';
import { MoneyView } from '../../platform/http/index.js';
import type { DebtCollectionFact } from './debt-collections.events.js';
import type { DebtCollectionRow } from './debt-collections.repository.js';
import type { DebtCollectionView } from './debt-collections.dto.js';

export const debtCollectionView = (row: DebtCollectionRow): DebtCollectionView => ({
  id: toWire('dcl', row.id),
  sellerId: toWire('sel', row.sellerId),
  payoutId: toWire('pyo', row.payoutId),
  provider: row.provider,
  state: row.state,
  amount: MoneyView.of(money(row.amount, row.currency)),
  surplus: row.surplus === null ? null : MoneyView.of(money(row.surplus, row.currency)),
  failureCode: row.failureCode,
  requestedBy: toWire('usr', row.requestedBy),
  requestedAt: row.requestedAt.toISOString(),
  submittedAt: row.submittedAt?.toISOString() ?? null,
  settledAt: row.settledAt?.toISOString() ?? null,
});

/** What is told of it. */
export function factOf({ id, sellerId, payoutId, currency, amount }: DebtCollectionRow) {
  const [collection, seller]: [Id<'dcl'>, Id<'sel'>] = [asId(id), asId(sellerId)];
  const payload: DebtCollectionFact = {
    ...{ collectionId: collection, sellerId: seller, payoutId: asId<'pyo'>(payoutId) },
    ...{ currency, amount },
  };
  return { subjectId: id, sellerId: seller, payload };
}
