import pg from 'pg';
import { ok, refusal, type Answer, type Call } from './answer.js';

interface StoredCall {
  readonly request: string;
  readonly answer: object;
}

/** The provider's connections, and the calls it has already answered. */
export class BookPool {
  readonly pool: pg.Pool;

  constructor(databaseUrl: string) {
    this.pool = new pg.Pool({
      connectionString: databaseUrl,
      max: 4,
      application_name: 'sandbox-provider',
      options: '-c plan_cache_mode=force_generic_plan',
    });
    // An idle connection that the server closes is replaced by the next query; without a listener it ends the process.
    this.pool.on('error', () => undefined);
  }

  async row<R extends object>(name: string, text: string, values: unknown[]): Promise<R | undefined> {
    const result = await this.pool.query<R>({ name: `sandbox-provider.${name}`, text, values });
    return result.rows[0];
  }

  async rows<R extends object>(name: string, text: string, values: unknown[]): Promise<R[]> {
    const result = await this.pool.query<R>({ name: `sandbox-provider.${name}`, text, values });
    return result.rows;
  }

  /** The stored answer of a call made before, a refusal when its key served another request, or nothing. */
  async replay(call: Call): Promise<Answer | undefined> {
    const sql = 'select request, answer from sandbox_provider.calls where key = $1';
    const stored = await this.row<StoredCall>('call.find', sql, [call.key]);
    if (!stored) return undefined;
    if (stored.request === call.request) return ok(stored.answer);
    return refusal(409, 'idempotency_key_reused', 'The key was used for another request.');
  }
}

/** Whether the books refused a second object with the same reference. */
export function isTakenReference(error: unknown): boolean {
  const { code, constraint } = error as { code?: string; constraint?: string };
  return code === '23505' && constraint?.endsWith('_reference') === true;
}
