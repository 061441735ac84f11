export type { AccountKind } from './accounts.repository.js';
export { type StatementFormat } from './csv-profiles.domain.js';
export { type Imported } from './import-statement.js';
export { type FileSpec } from './read-statement.js';
export { ImportedFileView } from './reconciliation.dto.js';
export { ReconciliationModule } from './reconciliation.module.js';
export { Reconciliation } from './reconciliation.js';
export { fileView } from './reconciliation.view.js';
