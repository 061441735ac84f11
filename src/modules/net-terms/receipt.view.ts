import { money, toWire } from '../../kernel/index.js';
import { MoneyView } from '../../platform/http/index.js';
import type { BankReceiptView } from './receipts.dto.js';
import type { ApplicationRow, ReceiptRow } from './receipts.repository.js';

export const leftOf = ({ amount, applied, returned }: ReceiptRow): number => amount - applied - returned;

export function receiptView(row: ReceiptRow, applications: readonly ApplicationRow[]): BankReceiptView {
  const view = (amount: number): MoneyView => MoneyView.of(money(amount, row.currency));
  return {
    id: toWire('brc', row.id),
    externalLineId: row.externalLineId,
    amount: view(row.amount),
    applied: view(row.applied),
    returned: view(row.returned),
    unapplied: view(leftOf(row)),
    valueOn: row.valueOn,
    remittance: row.remittance,
    recordedAt: row.recordedAt.toISOString(),
    applications: applications
      .filter(({ receiptId }) => receiptId === row.id)
      .map(({ invoiceId, amount, appliedAt }) => ({
        invoiceId: toWire('inv', invoiceId),
        amount: view(amount),
        appliedAt: appliedAt.toISOString(),
      })),
  };
}
