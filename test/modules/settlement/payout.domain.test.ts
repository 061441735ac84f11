import {
  nextAttemptAt,
  nextLookupAt,
  reasonNotToTry,
  reasonOfAccount,
  reasonOfSeller,
  wasNeverReceived,
  type PayoutHistory,
  type PayoutTerms,
} from '../../../src/modules/settlement/payout.domain.js';

const at = (text: string) => new Date(text);
const runAt = at('2026-03-10T02:00:00Z');
const daily: PayoutTerms = { payoutCadence: 'daily', manualFirstPayout: false, minimum: 1_000, retained: 0 };
const none: PayoutHistory = { latestRunAt: null, lastRunAt: null, waitingSince: null, retryAt: null };

describe('whether a seller is paid in a run', () => {
  it.each([
    ['enough is there', daily, none, 1_000, undefined],
    ['less than the minimum is there', daily, none, 999, 'below_minimum'],
    ['less than the minimum remains', { ...daily, retained: 1 }, none, 1_000, 'below_minimum'],
    ['a little has waited for 90 days', daily, { ...none, waitingSince: at('2025-12-10T02:00:00Z') }, 5, undefined],
    [
      'a little has waited for 89 days',
      daily,
      { ...none, waitingSince: at('2025-12-11T03:00:00Z') },
      5,
      'below_minimum',
    ],
    [
      'nothing has waited for 90 days',
      daily,
      { ...none, waitingSince: at('2025-01-01T00:00:00Z') },
      0,
      'below_minimum',
    ],
    ['the run has paid before, and that failed', daily, { ...none, latestRunAt: runAt }, 5_000, 'not_due'],
    ['the tier is paid by hand', { ...daily, payoutCadence: 'manual' as const }, none, 5_000, 'manual_approval'],
    ['the first payout is looked at', { ...daily, manualFirstPayout: true }, none, 5_000, undefined],
    [
      'the last one is tried again later',
      daily,
      { ...none, retryAt: at('2026-03-10T02:00:01Z') },
      5_000,
      'retry_scheduled',
    ],
    ['the last one was to be tried again', daily, { ...none, retryAt: runAt }, 5_000, undefined],
    [
      'the last weekly payout was six days ago',
      { ...daily, payoutCadence: 'weekly' as const },
      { ...none, lastRunAt: at('2026-03-04T02:00:00Z') },
      5_000,
      'not_due',
    ],
    [
      'the last weekly payout was a week of 167 hours ago',
      { ...daily, payoutCadence: 'weekly' as const },
      { ...none, lastRunAt: at('2026-03-03T03:00:00Z') },
      5_000,
      undefined,
    ],
    [
      'the last weekly payout was seven days ago',
      { ...daily, payoutCadence: 'weekly' as const },
      { ...none, lastRunAt: at('2026-03-03T02:00:00Z') },
      5_000,
      undefined,
    ],
  ])('when %s', (_when, terms, history, available, expected) => {
    expect(reasonNotToTry(terms, history, available, runAt)).toBe(expected);
  });

  it.each([
    ['there is none', undefined, 'no_payout_account'],
    [
      'the bank refused it',
      { state: 'disabled' as const, payoutsFrom: at('2026-03-01T00:00:00Z'), verification: 'verified' as const },
      'payout_account_disabled',
    ],
    [
      'it changed less than 72 h ago',
      { state: 'active' as const, payoutsFrom: at('2026-03-10T02:00:01Z'), verification: 'verified' as const },
      'payout_account_changed',
    ],
    [
      'its 72 h are over',
      { state: 'active' as const, payoutsFrom: runAt, verification: 'verified' as const },
      undefined,
    ],
    [
      'nobody has said whose it is',
      { state: 'active' as const, payoutsFrom: runAt, verification: 'pending' as const },
      'payout_account_unverified',
    ],
    [
      'it is somebody else’s',
      { state: 'active' as const, payoutsFrom: runAt, verification: 'failed' as const },
      'payout_account_unverified',
    ],
  ])('by the bank account: %s', (_when, account, expected) => {
    expect(reasonOfAccount(account, runAt)).toBe(expected);
  });
});

describe('whether a seller may be paid', () => {
  it.each([
    ['active', undefined],
    ['closed', undefined],
    ['suspended', 'seller_not_active'],
    ['restricted', 'seller_not_active'],
    ['in_review', 'kyc_not_valid'],
    ['onboarding', 'kyc_not_valid'],
    ['rejected', 'kyc_not_valid'],
    [undefined, 'kyc_not_valid'],
  ])('when it is %s', (state, expected) => {
    expect(reasonOfSeller(state)).toBe(expected);
  });
});

describe('whether an active seller may be paid', () => {
  it.each([
    ['without an end of its verification', null, undefined],
    ['before the end of its verification', at('2026-03-10T02:00:01Z'), undefined],
    ['from the end of its verification on', runAt, 'kyc_not_valid'],
  ])('%s', (_when, verifiedUntil, expected) => {
    expect(reasonOfSeller('active', verifiedUntil, runAt)).toBe(expected);
    expect(reasonOfSeller('closed', verifiedUntil, runAt)).toBeUndefined();
  });
});

describe('the pauses of a payout', () => {
  it('grow from look to look, up to a day', () => {
    const hours = [0, 1, 2, 3, 4, 5, 6].map((n) => (nextLookupAt(runAt, n).getTime() - runAt.getTime()) / 60_000);

    expect(hours).toEqual([1, 5, 30, 120, 360, 1_440, 1_440]);
  });

  it('are 1 h, 6 h, 24 h and 72 h between attempts, and there is no sixth', () => {
    const hours = [1, 2, 3, 4].map((n) => ((nextAttemptAt(runAt, n)?.getTime() ?? 0) - runAt.getTime()) / 3_600_000);

    expect(hours).toEqual([1, 6, 24, 72]);
    expect(nextAttemptAt(runAt, 5)).toBeUndefined();
  });

  it('end a day after the bank should have heard of it', () => {
    expect(wasNeverReceived(at('2026-03-09T02:00:01Z'), runAt)).toBe(false);
    expect(wasNeverReceived(at('2026-03-09T02:00:00Z'), runAt)).toBe(true);
  });
});
