import { ReportSource, ReportUnavailable, type BalanceReport } from '../modules/balance-reports/index.js';
import type { AccountKind } from '../modules/reconciliation/index.js';
import type { FetchStatement } from './fetch-statement.js';

const FORMATS = { provider: 'balance_csv', bank: 'bank_csv' } as const;

/**
 * The sandbox provider, or its bank, as one who is asked every day. Its days are those of the world and not of the test
 * clock, so it is always asked for everything; lines that are known add nothing.
 */
export class SandboxReports extends ReportSource {
  readonly provider = 'sandbox';

  constructor(
    readonly kind: AccountKind,
    private readonly statements: FetchStatement,
  ) {
    super();
  }

  async fetch(_day: string): Promise<BalanceReport> {
    const format = FORMATS[this.kind];
    const file = await this.statements.file({ format }).catch(() => undefined);
    if (!file) throw new ReportUnavailable({ why: 'no_answer' });
    return { file, spec: { format } };
  }
}
