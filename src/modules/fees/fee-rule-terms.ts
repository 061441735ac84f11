import type { FieldError } from '../../kernel/index.js';
import { Invalid } from '../../platform/http/index.js';
import type { FeeRuleTermsDto } from './fee-rules.dto.js';
import type { Component, RuleAmounts } from './fee-rule.domain.js';

export interface RuleTerms {
  readonly bps: number | null;
  readonly taxBps: number;
  readonly amounts: Readonly<Record<string, RuleAmounts>>;
  readonly isKept: boolean;
  readonly validFrom: Date;
  readonly validUntil: Date | null;
}

const hasRate = (component: Component): boolean => component === 'commission' || component === 'payment_fee';

/** What a request says that a rule charges, complete and possible. @throws Invalid */
export function ruleTerms(component: Component, wanted: FeeRuleTermsDto, now: Date): RuleTerms {
  const { bps = null, taxBps = 0, amounts = [], isKept = false } = wanted;
  const validFrom = wanted.validFrom === undefined ? now : new Date(wanted.validFrom);
  const validUntil = wanted.validUntil === undefined ? null : new Date(wanted.validUntil);
  const faults = [
    ...periodFaults(validFrom, validUntil, now),
    ...(hasRate(component) ? rateFaults(wanted) : fixedFaults(wanted)),
  ];
  if (faults.length > 0) throw new Invalid(faults);
  const byCurrency = amounts.map(({ currency, ...each }): [string, RuleAmounts] => [currency, { ...each }]);
  return { bps, taxBps, amounts: Object.fromEntries(byCurrency), isKept, validFrom, validUntil };
}

function periodFaults(from: Date, until: Date | null, now: Date): FieldError[] {
  const past = from < now ? [fault('/validFrom', 'past', 'must not lie in the past')] : [];
  const empty = until && until <= from ? [fault('/validUntil', 'range', 'must lie after validFrom')] : [];
  return [...past, ...empty];
}

function rateFaults({ bps, amounts = [] }: FeeRuleTermsDto): FieldError[] {
  const missing = bps === undefined ? [fault('/bps', 'required', 'this component is a rate')] : [];
  return [
    ...missing,
    ...amounts.flatMap(({ amount, floor = 0, cap = Infinity }, i) => {
      const extra =
        amount === undefined ? [] : [fault(`/amounts/${i}/amount`, 'unexpected', 'a rate has no fixed amount')];
      return floor <= cap ? extra : [...extra, fault(`/amounts/${i}/floor`, 'range', 'must not exceed the cap')];
    }),
  ];
}

function fixedFaults({ bps, amounts = [] }: FeeRuleTermsDto): FieldError[] {
  const rate = bps === undefined ? [] : [fault('/bps', 'unexpected', 'this component is a fixed amount')];
  const none = amounts.length === 0 ? [fault('/amounts', 'required', 'needs the amount in a currency')] : [];
  return [
    ...rate,
    ...none,
    ...amounts.flatMap(({ amount, floor, cap }, i) => {
      const missing = amount === undefined ? [fault(`/amounts/${i}/amount`, 'required', 'must be given')] : [];
      if (floor === undefined && cap === undefined) return missing;
      return [...missing, fault(`/amounts/${i}`, 'unexpected', 'a fixed amount has no floor and no cap')];
    }),
  ];
}

const fault = (pointer: string, code: string, message: string): FieldError => ({ pointer, code, message });
