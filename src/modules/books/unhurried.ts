import { query, statement, type Tx } from '../../platform/database/index.js';

const unhurried$ = statement<[], object>('books.unhurried', `select set_config('statement_timeout', '10min', true)`);

/** Until the transaction ends: what is read at night, or by the hour, may take longer than a request. */
export async function unhurried(tx: Tx): Promise<void> {
  await query(tx, unhurried$, []);
}
