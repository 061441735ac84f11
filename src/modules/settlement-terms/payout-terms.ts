import { money } from '../../kernel/index.js';
import { MoneyView } from '../../platform/http/index.js';
import { termsOf } from '../../platform/terms/index.js';

interface Values {
  readonly currency: string;
  /** Minor units of `currency`, as the others. */
  readonly minimum: number;
  readonly retained: number;
  readonly automaticUpTo: number;
  readonly alarmFloor: number;
}

export const PAYOUT_TERMS = termsOf({
  name: 'settlement-terms.payout-terms',
  table: 'payout_terms',
  prefix: 'pyt',
  subject: 'currency',
  columns: {
    ...{ currency: 'currency', minimum: 'minimum', retained: 'retained' },
    ...{ automaticUpTo: 'automatic_up_to', alarmFloor: 'alarm_floor' },
  },
  view: ({ currency, minimum, retained, automaticUpTo, alarmFloor }: Values) => {
    const of = (amount: number): MoneyView => MoneyView.of(money(amount, currency));
    return {
      ...{ currency, minimum: of(minimum), retained: of(retained) },
      ...{ automaticUpTo: of(automaticUpTo), alarmFloor: of(alarmFloor) },
    };
  },
});
