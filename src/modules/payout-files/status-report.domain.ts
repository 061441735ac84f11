import { money } from '../../kernel/index.js';
import type { BankAnswer } from '../settlement/index.js';
import { bankReference, idOfBankReference } from './payout-file.domain.js';
import { classOf } from './reason-codes.domain.js';
import { minorUnitsOf, STATES } from './return-file.domain.js';

/** What a pain.002 says of one transfer; texts as they stand in the file. */
export interface ReportedTransfer {
  readonly endToEndId: string;
  readonly status: string | undefined;
  readonly reason: string | undefined;
  readonly reference: string | undefined;
  readonly amount: string | undefined;
  readonly currency: string | undefined;
  /** Of the instruction that it is part of. */
  readonly payment: ReportedStatus | undefined;
}

export interface ReportedStatus {
  readonly status: string | undefined;
  readonly reason: string | undefined;
}

/** A customer payment status report, ISO 20022 pain.002. */
export interface StatusReport extends ReportedStatus {
  readonly messageId: string;
  readonly originalMessageId: string;
  readonly originalCount: string | undefined;
  readonly originalSum: string | undefined;
  /** Instructions that say something of all their transfers. */
  readonly payments: readonly (ReportedStatus & { readonly id: string })[];
  readonly transfers: readonly ReportedTransfer[];
}

/** What a report is about: the file as it was made. */
export interface ReportedBatch {
  readonly batchId: string;
  readonly currency: string;
  readonly payoutCount: number;
  readonly total: number;
  /** In minor units, by payout. */
  readonly amounts: ReadonlyMap<string, number>;
}

/** What is heard of one payout; without an answer it cannot be understood. */
export interface HeardTransfer {
  readonly payoutId: string | undefined;
  readonly answer: BankAnswer | undefined;
  /** Says another amount than we did. */
  readonly isMismatch: boolean;
  readonly text: string;
}

/** A file that is received, checked or in part accepted says nothing of a single transfer. */
const OF_ALL = new Set(['ACTC', 'ACCP', 'ACSP', 'ACSC', 'ACCC', 'RJCT']);

/** Why nothing of a report is believed; `undefined` when it is about the batch as it was made. */
export function contradictionOf(report: StatusReport, batch: ReportedBatch): string | undefined {
  if (report.originalMessageId !== bankReference(batch.batchId)) return 'it is about another file';
  if (report.payments.some(({ id }) => id !== bankReference(batch.batchId))) return 'it is about another instruction';
  const { originalCount, originalSum } = report;
  if (originalCount !== undefined && Number(originalCount) !== batch.payoutCount)
    return 'the file has another number of transfers';
  if (originalSum !== undefined && minorUnitsOf(originalSum, batch.currency) !== batch.total)
    return 'the file comes to another sum';
  const isPartTaken = report.transfers.some(({ status }) => status !== undefined && status !== 'RJCT');
  return report.status === 'RJCT' && isPartTaken ? 'all is rejected and a part is not' : undefined;
}

/** The transfers that are named, in their order, then the others where something is said of all. */
export function heardOf(report: StatusReport, batch: ReportedBatch): HeardTransfer[] {
  const named = report.transfers.map((each) => heard(each, batch, report));
  const known = new Set(named.map(({ payoutId }) => payoutId));
  const ofAll = report.payments.find(({ status }) => status !== undefined) ?? report;
  if (!OF_ALL.has(ofAll.status ?? '')) return named;
  const others = [...batch.amounts.keys()].filter((payoutId) => !known.has(payoutId));
  return [...named, ...others.map((payoutId) => silent(payoutId, ofAll, batch))];
}

function heard(transfer: ReportedTransfer, batch: ReportedBatch, report: StatusReport): HeardTransfer {
  const { endToEndId, amount, currency, payment } = transfer;
  const own: ReportedStatus = { status: transfer.status, reason: transfer.reason };
  const said = [own, payment, report].find((each) => each?.status !== undefined) ?? own;
  const text = textOf(endToEndId, said, amount, currency, transfer.reference);
  const payoutId = idOfBankReference(endToEndId);
  const ours = payoutId === undefined ? undefined : batch.amounts.get(payoutId);
  const reference = transfer.reference ?? endToEndId;
  const answer = answerOf(said, said === own, ours ?? 0, batch.currency, reference);
  if (payoutId === undefined) return { payoutId, answer: undefined, isMismatch: false, text };
  if (ours === undefined) return { payoutId: undefined, answer, isMismatch: false, text };
  const isMismatch =
    (currency !== undefined && currency !== batch.currency) ||
    (amount !== undefined && minorUnitsOf(amount, batch.currency) !== ours);
  return { payoutId, answer, isMismatch, text };
}

function silent(payoutId: string, said: ReportedStatus, { amounts, currency }: ReportedBatch): HeardTransfer {
  const reference = bankReference(payoutId);
  const answer = answerOf(said, false, amounts.get(payoutId) ?? 0, currency, reference);
  const text = textOf(reference, said, undefined, undefined, undefined);
  return { payoutId, answer, isMismatch: false, text };
}

/** Whoever rejects a whole file says nothing about a seller's account. */
function answerOf(
  { status, reason = 'rejected' }: ReportedStatus,
  isOwn: boolean,
  amount: number,
  currency: string,
  reference: string,
): BankAnswer | undefined {
  const state = STATES[status ?? ''];
  if (state === undefined) return undefined;
  if (state === 'failed')
    return { state, reference, code: reason, failureClass: isOwn ? classOf(reason) : 'transient' };
  return { state, reference, amount: money(amount, currency) };
}

const textOf = (
  endToEndId: string,
  { status, reason }: ReportedStatus,
  amount: string | undefined,
  currency: string | undefined,
  reference: string | undefined,
): string => JSON.stringify(['pain.002', endToEndId, status, amount, currency, reference, reason]);
