import { asId, money, zero, type Id } from '../../../src/kernel/index.js';
import type { FeeRule } from '../../../src/modules/fees/fee-rule.domain.js';
import type { FeeLine, Schedule } from '../../../src/modules/fees/fees.domain.js';

const RULE_ID = asId<'rul'>('01900000-0000-7000-8000-00000000fee0');

/** 10 % commission for everybody, unless changed. */
export const rule = (changes: Partial<FeeRule> = {}): FeeRule => ({
  ...{
    id: RULE_ID as Id<'rul'>,
    number: 1,
    component: 'commission',
    bps: 1_000,
    taxBps: 0,
    amounts: {},
    isKept: false,
  },
  ...{ sellerId: null, categoryId: null, tier: null },
  ...changes,
});

/** 20 % tax on goods, the shipping money to the seller. */
export const schedule = (rules: readonly FeeRule[] = [rule()], changes: Partial<Schedule> = {}): Schedule => ({
  terms: [{ version: 1, scope: 'default', scopeId: null, taxBps: 2_000, shippingTo: 'seller' }],
  rules,
  tiers: { s1: 'T1', s2: 'T2' },
  branches: { phones: ['electronics', 'phones'], books: ['books'] },
  ...changes,
});

export const line = (
  sellerId: string,
  categoryId: string,
  amount: number,
  changes: Partial<FeeLine> = {},
): FeeLine => ({
  ...{ sellerId, categoryId, units: 1, amount: money(amount, 'USD'), shipping: money(500, 'USD') },
  ...{ sellerDiscount: zero('USD'), platformDiscount: zero('USD') },
  ...changes,
});
