import type { Money } from '../../kernel/index.js';

/** A buyer orders for the company; an approver also confirms what others order; an admin also says who may. */
export const COMPANY_ROLES = ['buyer', 'approver', 'admin'] as const;
export type CompanyRole = (typeof COMPANY_ROLES)[number];

export const mayApprove = (role: CompanyRole): boolean => role !== 'buyer';

/** The most that a person may spend on one order by themselves, by currency, in minor units. */
export type SpendingLimits = Readonly<Record<string, number>>;

/** Without limits everything is; with some, nothing of a currency that they do not name. */
export const isWithin = (limits: SpendingLimits | null, { amount, currency }: Money): boolean =>
  limits === null || (limits[currency] ?? -1) >= amount;
