/** A buyer orders for the company; an admin also says who may. */
export const COMPANY_ROLES = ['buyer', 'admin'] as const;
export type CompanyRole = (typeof COMPANY_ROLES)[number];
