export { Companies } from './companies.js';
export { CompaniesModule } from './companies.module.js';
export { CreditLimitExceeded, CreditLineNotActive } from './companies.errors.js';
export { CreditLines } from './credit-lines.js';
export type { CompanyRow } from './companies.repository.js';
export type { Reservation } from './credit-uses.repository.js';
