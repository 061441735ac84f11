export { DebtAges } from './debt-ages.repository.js';
export { type DebtRow } from './debt.domain.js';
export { DebtsModule } from './debts.module.js';
