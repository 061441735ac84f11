import fc from 'fast-check';
import {
  conclude,
  fingerprintOf,
  needsPerson,
  rateBps,
  TIERS,
  type Thresholds,
  type TierFacts,
} from '../../../src/modules/tiers/tier.domain.js';

const RULES: Thresholds = {
  version: 1,
  windowDays: 365,
  standardMinAgeDays: 60,
  standardMinDelivered: 20,
  trustedMinAgeDays: 365,
  trustedDisputeBps: 30,
  trustedLateBps: 200,
  restrictedDisputeBps: 90,
  verificationDays: 1_095,
  verificationNoticeDays: 30,
};

const GOOD: TierFacts = {
  sellerId: 's',
  tier: 'T1',
  ageDays: 400,
  verificationAgeDays: 400,
  isVerificationExpired: false,
  isRestricted: false,
  deliveredOrders: 1_000,
  dueOrders: 1_000,
  lateOrders: 0,
  disputedOrders: 0,
};
const of = (facts: Partial<TierFacts>) => conclude({ ...GOOD, ...facts }, RULES);

describe('the tier that the facts ask for', () => {
  it.each([
    ['59 days, 20 delivered orders', { ageDays: 59, deliveredOrders: 20 }, undefined],
    ['60 days, 19 delivered orders', { ageDays: 60, deliveredOrders: 19 }, undefined],
    ['60 days, 20 delivered orders', { ageDays: 60, deliveredOrders: 20 }, 'T1'],
    ['all that T2 needs, one step at a time', {}, 'T1'],
  ])('of a new seller with %s', (_what, facts, to) => {
    expect(of({ tier: 'T0', ...facts })?.to).toBe(to);
  });

  it.each([
    ['365 days', { ageDays: 365 }, undefined],
    ['366 days', { ageDays: 366 }, 'T2'],
    ['2 disputes of 1,000 orders, 0.2 %', { disputedOrders: 2 }, 'T2'],
    ['3 disputes of 1,000 orders, 0.3 %', { disputedOrders: 3 }, undefined],
    ['19 late of 1,000, 1.9 %', { lateOrders: 19 }, 'T2'],
    ['20 late of 1,000, 2 %', { lateOrders: 20 }, undefined],
    ['9 disputes of 1,000, 0.9 %', { disputedOrders: 9 }, undefined],
    ['10 disputes of 1,000, 1 %', { disputedOrders: 10 }, 'T3'],
    ['a verification of 1,096 days ago', { verificationAgeDays: 1_096 }, 'T3'],
    ['a verification whose end has passed', { isVerificationExpired: true }, 'T3'],
    ['a restriction by risk', { isRestricted: true }, 'T3'],
  ])('of a standard seller with %s', (_what, facts, to) => {
    expect(of(facts)?.to).toBe(to);
  });

  it('of a trusted seller falls with what it was trusted for, and says with what', () => {
    expect(of({ tier: 'T2' })).toBeUndefined();
    expect(of({ tier: 'T2', lateOrders: 20, disputedOrders: 3 })).toEqual({
      to: 'T1',
      reasons: ['dispute_rate', 'late_rate'],
    });
  });

  it('of a restricted seller is the standard one when nothing is held against it any more', () => {
    expect(of({ tier: 'T3', isRestricted: true })).toBeUndefined();
    expect(of({ tier: 'T3' })).toEqual({ to: 'T1', reasons: ['restriction_over'] });
  });

  it('names everything that restricts', () => {
    expect(of({ isRestricted: true, disputedOrders: 50, verificationAgeDays: 2_000 })).toEqual({
      to: 'T3',
      reasons: ['dispute_rate', 'risk_flag', 'verification_expired'],
    });
  });

  const facts = fc.record({
    sellerId: fc.constant('s'),
    tier: fc.constantFrom(...TIERS),
    ageDays: fc.nat(2_000),
    verificationAgeDays: fc.nat(2_000),
    isVerificationExpired: fc.boolean(),
    isRestricted: fc.boolean(),
    deliveredOrders: fc.nat(2_000),
    dueOrders: fc.nat(2_000),
    lateOrders: fc.nat(100),
    disputedOrders: fc.nat(100),
  });

  it('is never the one it has, nor the one of new sellers, and is asked of a person unless a new one becomes standard', () => {
    fc.assert(
      fc.property(facts, (each) => {
        const wanted = conclude(each, RULES);
        if (!wanted) return;
        expect(wanted.to).not.toBe(each.tier);
        expect(wanted.to).not.toBe('T0');
        expect(wanted.reasons.length).toBeGreaterThan(0);
        expect(needsPerson(each.tier, wanted.to)).toBe(each.tier !== 'T0' || wanted.to !== 'T1');
      }),
    );
  });

  it('is the same for the same facts when a day has passed and an order more went well', () => {
    fc.assert(
      fc.property(facts, (each) => {
        const wanted = conclude(each, RULES);
        if (!wanted) return;
        const later = { ...each, ageDays: each.ageDays + 1, deliveredOrders: each.deliveredOrders + 1 };
        const print = fingerprintOf(each, wanted, RULES);
        expect(fingerprintOf(later, wanted, RULES)).toBe(print);
        expect(fingerprintOf({ ...each, lateOrders: each.lateOrders + 1 }, wanted, RULES)).not.toBe(print);
        expect(fingerprintOf(each, wanted, { ...RULES, version: 2 })).not.toBe(print);
      }),
    );
  });
});

describe('a rate', () => {
  it('is in basis points of what was due, and nothing where nothing was', () => {
    expect([rateBps(3, 1_000), rateBps(0, 0), rateBps(1, 3)]).toEqual([30, 0, 3_333]);
  });
});
