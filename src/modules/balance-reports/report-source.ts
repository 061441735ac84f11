import type { Readable } from 'node:stream';
import type { AccountKind, FileSpec } from '../reconciliation/index.js';

/** What was told, as a file that reconciliation takes in. */
export interface BalanceReport {
  readonly file: Readable;
  readonly spec: FileSpec;
}

/** Somebody who keeps our money and can be asked what happened to it. */
export abstract class ReportSource {
  abstract readonly kind: AccountKind;
  /** As of accounts: `stripe`, `sandbox`. */
  abstract readonly provider: string;

  /**
   * Everything of a day (`2026-01-31`, UTC) that is over, all of it or nothing; more than of that day does no harm, since
   * lines are known by their names.
   * @throws ReportUnavailable
   */
  abstract fetch(day: string): Promise<BalanceReport>;
}
