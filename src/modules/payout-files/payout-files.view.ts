import { money, toWire } from '../../kernel/index.js';
import { MoneyView } from '../../platform/http/index.js';
import type { FileAccountRow } from './file-accounts.repository.js';
import type { BatchRow, BatchStates } from './payout-batches.repository.js';
import type { FileAccountView, PayoutBatchDetailView, PayoutBatchView } from './payout-files.dto.js';

export const accountView = ({ changedBy, changedAt, ...row }: FileAccountRow): FileAccountView => ({
  ...row,
  changedBy: toWire('usr', changedBy),
  changedAt: changedAt.toISOString(),
});

export const batchView = (row: BatchRow): PayoutBatchView => ({
  id: toWire('pba', row.batchId),
  currency: row.currency,
  payoutCount: row.payoutCount,
  total: MoneyView.of(money(row.total, row.currency)),
  debtorName: row.debtorName,
  debtorAccount: row.debtorAccount,
  debtorBic: row.debtorBic,
  executionOn: row.executionOn,
  csvSha256: row.csvSha256,
  xmlSha256: row.xmlSha256,
  createdBy: toWire('usr', row.createdBy),
  createdAt: row.createdAt.toISOString(),
});

export const batchDetailView = (row: BatchRow, states: readonly BatchStates[]): PayoutBatchDetailView => ({
  ...batchView(row),
  states: states.map(({ state, payouts, amount }) => ({
    state,
    payouts,
    amount: MoneyView.of(money(amount, row.currency)),
  })),
});
