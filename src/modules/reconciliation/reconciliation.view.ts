import { millisecondsOf, money, toWire } from '../../kernel/index.js';
import { MoneyView } from '../../platform/http/index.js';
import type { AccountRow } from './accounts.repository.js';
import type { Standing } from './aging.repository.js';
import type { ItemRow } from './breaks.repository.js';
import type { ReconciliationItemView, ResolutionProposalView } from './breaks.dto.js';
import type { FileRow } from './files.repository.js';
import type { ReconciliationAccountView, ReconciliationStandingView, StatementFileView } from './reconciliation.dto.js';
import type { ProposalRow } from './proposals.repository.js';
import { isClosed, needsTwo } from './resolution.domain.js';
import { shareOf } from './standing.domain.js';

export const accountView = (row: AccountRow): ReconciliationAccountView => ({
  id: toWire('rac', row.id),
  code: row.code,
  kind: row.kind,
  provider: row.provider,
  identification: row.identification,
  expectedFrom: row.expectedFrom.toISOString(),
});

export const standingView = (account: AccountRow, standing: Standing | undefined): ReconciliationStandingView => ({
  ...accountView(account),
  breaksUpTo1Day: standing?.upTo1Day ?? 0,
  breaksUpTo4Days: standing?.upTo4Days ?? 0,
  breaksUpTo30Days: standing?.upTo30Days ?? 0,
  breaksOver30Days: standing?.over30Days ?? 0,
  waiting: standing?.waiting ?? 0,
  matchedShare: standing ? shareOf([standing]) : null,
});

export const fileView = (row: FileRow): StatementFileView => ({
  id: toWire('rfl', row.id),
  accountId: toWire('rac', row.accountId),
  format: row.format,
  encoding: row.encoding,
  bytes: row.bytes,
  lines: row.lines,
  added: row.added,
  known: row.lines - row.added,
  balances: row.balances.map(({ currency, opening, closing }) => ({
    currency,
    opening: MoneyView.of(money(opening, currency)),
    closing: MoneyView.of(money(closing, currency)),
  })),
  matched: row.matched,
  waiting: row.waiting,
  breaks: row.breaks,
  importedBy: row.importedBy === null ? null : toWire('usr', row.importedBy),
  importedAt: row.importedAt.toISOString(),
});

export function itemView(row: ItemRow, now: Date): ReconciliationItemView {
  const view = (amount: number): MoneyView => MoneyView.of(money(amount, row.currency));
  const { sourceType: type, sourceId: id, sourceKind: kind } = row;
  return {
    id: toWire('ril', row.id),
    accountId: toWire('rac', row.accountId),
    status: row.status,
    kind: row.kind,
    amount: view(row.amount),
    difference: row.difference === null || row.status !== 'amount_diff' ? null : view(row.difference),
    valueDate: row.valueDate,
    bookedOn: row.bookedOn,
    externalId: row.externalId,
    reference: row.reference,
    text: row.text,
    source: type === null || id === null || kind === null ? null : { type, id, kind },
    journalId: row.journalId === null ? null : toWire('jnl', row.journalId),
    bookedJournalId: row.bookedJournalId === null ? null : toWire('jnl', row.bookedJournalId),
    fileId: row.fileId === null ? null : toWire('rfl', row.fileId),
    since: row.since.toISOString(),
    ageDays: Math.max(0, Math.floor((now.getTime() - row.since.getTime()) / millisecondsOf('P1D'))),
    assigneeId: row.assignedTo === null ? null : toWire('usr', row.assignedTo),
    resolution: row.resolution,
    reason: row.reason,
    resolvedBy: row.resolvedBy === null ? null : toWire('usr', row.resolvedBy),
    resolvedAt: row.resolvedAt?.toISOString() ?? null,
    needsTwo: !isClosed(row.status) && needsTwo(row),
    proposal: row.proposal && !isClosed(row.status) ? proposalView(row.proposal, row.currency) : null,
  };
}

const proposalView = (row: ProposalRow, currency: string): ResolutionProposalView => ({
  id: toWire('rpr', row.id),
  resolution: row.resolution,
  reference: row.reference,
  reason: row.reason,
  amount: MoneyView.of(money(row.amount, currency)),
  payloadHash: row.payloadHash,
  proposedBy: toWire('usr', row.proposedBy),
  proposedAt: new Date(row.proposedAt).toISOString(),
});
