import type { EntityManager } from 'typeorm';
import type { Statement } from './statement.js';

declare const brand: unique symbol;

/**
 * An open transaction. Only the unit of work makes one, so a function that takes it commits with its caller,
 * and one that forgot to ask for it does not compile.
 */
export type Tx = EntityManager & { readonly [brand]: 'Tx' };

interface PgClient {
  query(config: { name: string; text: string; values: unknown[] }): Promise<{ rows: unknown[] }>;
}

/** Runs a prepared statement inside the transaction and returns its rows. */
export async function query<V extends readonly unknown[], R>(
  tx: Tx,
  statement: Statement<V, R>,
  values: V,
): Promise<R[]> {
  if (!tx.queryRunner) throw new Error('The transaction has ended');
  const client = (await tx.queryRunner.connect()) as PgClient;
  const { name, text } = statement;
  const result = await client.query({ name, text, values: values as unknown as unknown[] });
  return result.rows as R[];
}

/** The only row, or `undefined` when the statement returned none. */
export async function queryOne<V extends readonly unknown[], R>(
  tx: Tx,
  statement: Statement<V, R>,
  values: V,
): Promise<R | undefined> {
  const rows = await query(tx, statement, values);
  return rows[0];
}
