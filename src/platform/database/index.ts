export { Db } from './db.js';
export { newId } from './ids.js';
export { IllegalTransition, moveAll, moveOne, type Move, type Moved } from './lifecycle-store.js';
export { isRetryable, sqlState, violatedConstraint } from './pg-errors.js';
export { declaredStatements, statement, type Statement } from './statement.js';
export { query, queryOne, send, sendLast, type Tx } from './tx.js';
export { UnitOfWork } from './unit-of-work.js';
export { DatabaseModule } from './database.module.js';
export { loadMigrations, migrate, migrateDown } from './migrate.js';
