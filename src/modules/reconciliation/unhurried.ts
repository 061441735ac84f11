import { query, statement, type Tx } from '../../platform/database/index.js';

const patience = statement<[], never>(
  'reconciliation.patience',
  `select set_config('lock_timeout', '30s', true), set_config('statement_timeout', '60s', true)`,
);

/** A file of thousands of lines takes longer than a request may; whoever comes second waits for it. */
export async function unhurried(tx: Tx): Promise<void> {
  await query(tx, patience, []);
}
