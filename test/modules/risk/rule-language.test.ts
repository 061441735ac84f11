import { RuleLanguage } from '../../../src/platform/rules/index.js';

const language = new RuleLanguage({ amount: 'int', ratio: 'double', country: 'string', isNew: 'bool' });

const faults = (expression: string): string[] => language.faultsOf(expression).map(({ code }) => code);

describe('rule expressions', () => {
  it.each([
    ['feat.amount >', 'unexpected_token'],
    ['feat.nothing > 1', 'no_such_key'],
    ['feat.amount > "1"', 'no_such_overload'],
    ['feat.amount', 'not_a_condition'],
    ['feat.country.matches("(a+)+$")', 'forbidden_call'],
    [Array.from({ length: 80 }, () => 'feat.isNew').join(' || '), 'limit_exceeded'],
    [`${'('.repeat(13)}feat.isNew${')'.repeat(13)}`, 'limit_exceeded'],
    [`feat.country == "${'x'.repeat(2_000)}"`, 'too_long'],
  ])('refuses %s', (expression, code) => {
    expect(faults(expression)).toEqual([code]);
  });

  it.each([
    ['feat.amount >= 100', { amount: 100 }, 'hit'],
    ['feat.amount >= 100', { amount: 99 }, 'no_hit'],
    ['feat.amount >= 0', {}, 'unknown'],
    ['feat.amount >= 100 || feat.isNew', { isNew: true }, 'hit'],
    ['feat.amount >= 100 && feat.isNew', { isNew: false }, 'no_hit'],
    ['feat.amount >= 100 && feat.isNew', { isNew: true }, 'unknown'],
    ['has(feat.amount) && feat.amount >= 100', {}, 'no_hit'],
    ['feat.ratio < 1.0', { ratio: 0 }, 'hit'],
    ['10 / feat.amount > 1', { amount: 0 }, 'error'],
    ['feat.amount >= 1', { amount: 1.5 }, 'unknown'],
  ])('answers %s for %j with %s', (expression, features, result) => {
    expect(language.compile(expression).evaluate(features)).toBe(result);
  });

  it('shows the values it was judged by', () => {
    const rule = language.compile('feat.amount >= 100 && feat.country != "DE" && has(feat.ratio)');

    expect(rule.explain({ amount: 7, country: 'CN' })).toBe('amount=7 >= 100 && country=CN != "DE" && has(feat.ratio)');
  });
});
