import type { BookPool } from './book-pool.js';

export const OPERATIONS = [
  'authorise',
  'capture',
  'void',
  'refund',
  'complete',
  'lookup',
  'payout',
  'dispute',
] as const;
export type Operation = (typeof OPERATIONS)[number];

export const FAULT_MODES = ['delay', 'error500', 'timeout', 'html-error', 'drop-webhook', 'duplicate-webhook'] as const;
export type FaultMode = (typeof FAULT_MODES)[number];

export interface Fault {
  readonly operation: Operation;
  readonly mode: FaultMode;
  /** How many calls it strikes. */
  readonly times: number;
  /** For `delay`. */
  readonly delayMs: number;
  /** For `error500`, `timeout` and `html-error`: whether the operation is booked all the same. */
  readonly booked: boolean;
}

const TAKE = `
with struck as (select id, times from sandbox_provider.faults where operation = $1 order by id limit 1 for update),
     spent as (delete from sandbox_provider.faults f using struck s where f.id = s.id and s.times = 1 returning f.*),
     used as (update sandbox_provider.faults f set times = f.times - 1 from struck s
               where f.id = s.id and s.times > 1 returning f.*)
select operation, mode, times, delay_ms as "delayMs", booked from spent
union all select operation, mode, times, delay_ms, booked from used`;

/** Faults that are waiting for their operation, oldest first. Kept in the books; none are looked up while none exist. */
export class Faults {
  private some = true;

  constructor(private readonly books: BookPool) {}

  async add(fault: Fault): Promise<void> {
    const sql = `insert into sandbox_provider.faults (operation, mode, times, delay_ms, booked) values ($1, $2, $3, $4, $5)`;
    const { operation, mode, times, delayMs, booked } = fault;
    await this.books.row('fault.add', sql, [operation, mode, times, delayMs, booked]);
    this.some = true;
  }

  async clear(): Promise<void> {
    await this.books.row('fault.clear', 'delete from sandbox_provider.faults', []);
    this.some = false;
  }

  list(): Promise<Fault[]> {
    const sql = `select operation, mode, times, delay_ms as "delayMs", booked from sandbox_provider.faults order by id`;
    return this.books.rows<Fault>('fault.list', sql, []);
  }

  /** The fault that strikes this call, if one does. */
  async take(operation: Operation): Promise<Fault | undefined> {
    if (!this.some) return undefined;
    const fault = await this.books.row<Fault>('fault.take', TAKE, [operation]);
    if (!fault) this.some = (await this.list()).length > 0;
    return fault;
  }
}
