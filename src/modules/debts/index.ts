export { AssertNotCollected } from './assert-not-collected.js';
export { DebtAges } from './debt-ages.repository.js';
export { type DebtRow } from './debt.domain.js';
export { DebtBeingCollected, DebtSmaller } from './debts.errors.js';
export { DebtsModule } from './debts.module.js';
