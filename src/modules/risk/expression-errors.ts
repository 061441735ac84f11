import type { FieldError } from '../../kernel/index.js';
import { riskLanguage } from './live-ruleset.js';

/** The faults of a rule's expression as field errors; empty when it may be saved. */
export function expressionErrors(expression: string): FieldError[] {
  return riskLanguage.faultsOf(expression).map(({ code, message, start, end }) => ({
    pointer: '/expression',
    code,
    message: `${message} (characters ${start} to ${end})`,
  }));
}
