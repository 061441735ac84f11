import { money } from '../../kernel/index.js';
import { MoneyView } from '../../platform/http/index.js';
import { termsOf } from '../../platform/terms/index.js';

interface Values {
  readonly currency: string;
  /** Minor units; a break of more is closed by two people. */
  readonly amount: number;
}

/** A currency without one has none: each of its breaks is closed by two people. */
export const RECONCILIATION_THRESHOLDS = termsOf({
  name: 'reconciliation.thresholds',
  table: 'reconciliation_thresholds',
  prefix: 'rth',
  subject: 'currency',
  columns: { currency: 'currency', amount: 'amount' },
  view: ({ currency, amount }: Values) => ({ amount: MoneyView.of(money(amount, currency)) }),
});
