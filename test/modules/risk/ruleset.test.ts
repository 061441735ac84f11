import { RuleLanguage } from '../../../src/platform/rules/index.js';
import { judge, type LoadedRule, type Ruleset } from '../../../src/modules/risk/ruleset.js';
import type { Outcome } from '../../../src/modules/risk/outcome.domain.js';

const language = new RuleLanguage({
  sellerAgeDays: 'double',
  phoneVerified: 'bool',
  accountsOfDevice: 'int',
  priceRatio: 'double',
  isBrandUnauthorised: 'bool',
  isSanctioned: 'bool',
  trusted: 'bool',
});

let count = 0;

function rule(group: string, points: number, expression: string, forcedOutcome: Outcome | null = null): LoadedRule {
  count += 1;
  return {
    ruleId: `rule-${count}`,
    version: 1,
    code: `rule_${count}`,
    group,
    points,
    expression,
    forcedOutcome,
    events: ['order.placed'],
    mode: 'live',
    textEn: '',
    textZh: '',
    compiled: language.compile(expression),
  };
}

const ruleset: Ruleset = {
  version: 1,
  groupCaps: { account: 30, link: 40, content: 40 },
  bands: [
    { from: 0, name: 'allow', outcome: 'allow' },
    { from: 30, name: 'step_up', outcome: 'allow' },
    { from: 60, name: 'hold', outcome: 'hold' },
    { from: 85, name: 'block', outcome: 'block' },
  ],
  rules: [
    rule('account', 15, 'feat.sellerAgeDays < 7.0'),
    rule('account', 10, '!feat.phoneVerified'),
    rule('link', 25, 'feat.accountsOfDevice >= 3'),
    rule('content', 30, 'feat.priceRatio <= 0.25'),
    rule('content', 25, 'feat.isBrandUnauthorised'),
    rule('list', 0, 'feat.isSanctioned', 'hold'),
  ],
};

const FIVE_HITS = {
  sellerAgeDays: 2,
  phoneVerified: false,
  accountsOfDevice: 3,
  priceRatio: 0.25,
  isBrandUnauthorised: true,
};

const verdict = (features: object): [score: number, band: string, outcome: string] => {
  const { score, band, outcome } = judge(ruleset, 'order.placed', features as never);
  return [score, band, outcome];
};

describe('the worked vector of the score', () => {
  it('caps the points of a group and blocks at 90', () => {
    const { reasons } = judge(ruleset, 'order.placed', FIVE_HITS);

    expect(verdict(FIVE_HITS)).toEqual([90, 'block', 'block']);
    expect(reasons.map(({ points }) => points)).toEqual([15, 10, 25, 30, 10]);
  });

  it('holds at 75 without the price', () => {
    expect(verdict({ ...FIVE_HITS, priceRatio: 1 })).toEqual([75, 'hold', 'hold']);
  });

  it('allows at 0 for the trusted', () => {
    expect(verdict({ ...FIVE_HITS, priceRatio: 1, trusted: true })).toEqual([0, 'allow', 'allow']);
  });

  it('holds the trusted where a rule forces it', () => {
    expect(verdict({ ...FIVE_HITS, priceRatio: 1, trusted: true, isSanctioned: true })).toEqual([0, 'allow', 'hold']);
  });

  it('does not take an unknown feature for a value', () => {
    expect(verdict({})).toEqual([0, 'allow', 'allow']);
  });

  it('explains a hit with its value', () => {
    const { reasons } = judge(ruleset, 'order.placed', { accountsOfDevice: 4 });

    expect(reasons.map(({ explanation }) => explanation)).toEqual(['accountsOfDevice=4 >= 3']);
  });

  it('lets a rule on trial speak without counting it', () => {
    const trial = { ...rule('link', 90, 'feat.accountsOfDevice >= 1'), mode: 'shadow' as const };

    const judged = judge({ ...ruleset, rules: [trial] }, 'order.placed', { accountsOfDevice: 1 });

    expect([judged.score, judged.outcome, judged.reasons]).toEqual([0, 'allow', []]);
    expect(judged.shadow.map(({ code, points }) => [code, points])).toEqual([[trial.code, 90]]);
  });
});
