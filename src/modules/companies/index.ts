export { Companies } from './companies.js';
export { CompaniesModule } from './companies.module.js';
export { CreditLimitExceeded, CreditLineNotActive, SpendingLimitExceeded } from './companies.errors.js';
export { CreditLines } from './credit-lines.js';
export { isWithin, mayApprove } from './company.domain.js';
export type { CompanyRow, MemberRow } from './companies.repository.js';
export type { Reservation } from './credit-uses.repository.js';
