import { money, toWire } from '../../kernel/index.js';
import { MoneyView } from '../../platform/http/index.js';
import type { CreditTransferView } from './credit-transfers.dto.js';
import type { CreditTransferRow } from './credit-transfers.repository.js';

const SHOWN = 4;

export const creditTransferView = (row: CreditTransferRow): CreditTransferView => ({
  id: toWire('ctf', row.id),
  buyerId: row.buyerId === null ? null : toWire('usr', row.buyerId),
  companyId: row.companyId === null ? null : toWire('cmp', row.companyId),
  state: row.state,
  amount: MoneyView.of(money(row.amount, row.currency)),
  holder: row.holder,
  accountNumber: row.state === 'declined' ? `…${row.accountNumber.slice(-SHOWN)}` : row.accountNumber,
  reason: row.reason,
  proposedBy: toWire('usr', row.proposedBy),
  proposedAt: row.proposedAt.toISOString(),
  decidedBy: row.decidedBy === null ? null : toWire('usr', row.decidedBy),
  decidedAt: row.decidedAt?.toISOString() ?? null,
});
