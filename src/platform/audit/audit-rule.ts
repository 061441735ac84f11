export const AUDIT_KINDS = [
  'user',
  'seller',
  'payout_account',
  'payout',
  'payout_batch',
  'release_hold',
  'risk_hold',
  'risk_decision',
  'moderation_case',
  'seller_hold',
  'seller_order',
  'dispute',
  'ledger_account',
  'journal',
  'company',
  'company_tax_id',
  'credit_line',
  'invoice',
  'bank_receipt',
  'bank_line',
  'credit_transfer',
  'statement',
] as const;

/** What was read. */
export type AuditKind = (typeof AUDIT_KINDS)[number];

export interface AuditRule {
  readonly kind: AuditKind;
  /** The part of the path that names the subject; the answer does otherwise. */
  readonly param?: string;
  /** Of the answer, or of each of its items. */
  readonly field: string;
}

export const AUDITED = Symbol('audited');
export const REASON_HEADER = 'Audit-Reason';
export const LONGEST_REASON = 300;

type Answer = Record<string, unknown>;

/** Identifiers, in wire form, of what an answer is about. */
export function subjectsOf({ param, field }: AuditRule, params: Readonly<Record<string, string>>, answer: unknown) {
  if (param !== undefined) return [params[param]].filter(isText);
  const { data } = (answer ?? {}) as { data?: unknown };
  const items = (Array.isArray(data) ? data : [answer]) as (Answer | undefined)[];
  return [...new Set(items.map((item) => item?.[field]).filter(isText))];
}

const isText = (value: unknown): value is string => typeof value === 'string' && value !== '';
