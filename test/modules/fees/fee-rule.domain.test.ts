import fc from 'fast-check';
import {
  candidatesFor,
  moreSpecific,
  ruleFor,
  specificityOf,
  type DatedRule,
  type FeeRule,
  type FeeSubject,
} from '../../../src/modules/fees/fee-rule.domain.js';
import { rule } from './fee-schedules.js';

const SUBJECT: FeeSubject = { sellerId: 's1', tier: 'T1', branch: ['electronics', 'phones'], currency: 'USD' };

describe('the rule that charges', () => {
  it('names the seller rather than the category, the near category rather than the far one, the tier rather than nobody', () => {
    const fromLeast = [
      rule({ number: 1 }),
      rule({ number: 2, tier: 'T1' }),
      rule({ number: 3, categoryId: 'electronics' }),
      rule({ number: 4, categoryId: 'electronics', tier: 'T1' }),
      rule({ number: 5, categoryId: 'phones' }),
      rule({ number: 6, sellerId: 's1' }),
      rule({ number: 7, sellerId: 's1', categoryId: 'electronics' }),
      rule({ number: 8, sellerId: 's1', categoryId: 'phones', tier: 'T1' }),
    ];

    const winners = fromLeast.map((_, i) => ruleFor('commission', SUBJECT, fromLeast.slice(0, i + 1))?.number);

    expect(winners).toEqual([1, 2, 3, 4, 5, 6, 7, 8]);
  });

  it('is one and the same in whatever order the rules come, because no two scopes are equally specific', () => {
    const scopes = fc.uniqueArray(
      fc.record({
        sellerId: fc.constantFrom(null, 's1'),
        categoryId: fc.constantFrom(null, 'electronics', 'phones'),
        tier: fc.constantFrom(null, 'T1'),
      }),
      { selector: (scope) => JSON.stringify(scope), minLength: 1 },
    );
    const inAnyOrder = scopes.chain((made) => {
      const rules = made.map((scope, i) => rule({ ...scope, number: i + 1 }));
      return fc.tuple(fc.constant(rules), fc.shuffledSubarray(rules, { minLength: rules.length }));
    });

    fc.assert(
      fc.property(inAnyOrder, ([rules, shuffled]: [FeeRule[], FeeRule[]]) => {
        expect(ruleFor('commission', SUBJECT, shuffled)).toBe(ruleFor('commission', SUBJECT, rules));
        const keys = rules.map((each) => specificityOf(each, SUBJECT).join('.'));
        expect(new Set(keys).size).toBe(rules.length);
        for (const a of rules)
          for (const b of rules) {
            expect(Math.sign(moreSpecific(a, b, SUBJECT))).toBe(-Math.sign(moreSpecific(b, a, SUBJECT)) + 0);
          }
      }),
    );
  });

  it('says of every other rule why it does not charge', () => {
    const from = new Date('2026-01-01T00:00:00Z');
    const dated = (changes: Partial<DatedRule>): DatedRule => ({
      ...rule(),
      validFrom: from,
      validUntil: null,
      ...changes,
    });
    const at = new Date('2026-06-01T00:00:00Z');
    const fixed = { bps: null, amounts: { EUR: { amount: 5 } } };
    const rules = [
      dated({ number: 1 }),
      dated({ number: 2, sellerId: 's2' }),
      dated({ number: 3, categoryId: 'books' }),
      dated({ number: 4, tier: 'T3' }),
      dated({ number: 5, validFrom: new Date('2026-07-01T00:00:00Z') }),
      dated({ number: 6, validUntil: at }),
      dated({ number: 7, ...fixed }),
      dated({ number: 8, sellerId: 's1' }),
      dated({ number: 9, component: 'payment_fee' }),
    ];

    const weighed = candidatesFor('commission', SUBJECT, rules, at);

    expect(weighed.map((each) => [each.rule.number, each.mismatch])).toEqual([
      [1, 'less_specific'],
      [2, 'other_seller'],
      [3, 'other_category'],
      [4, 'other_tier'],
      [5, 'not_yet_in_force'],
      [6, 'no_longer_in_force'],
      [7, 'no_amount_in_currency'],
      [8, undefined],
    ]);
  });
});
