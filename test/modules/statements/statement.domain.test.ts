import {
  endOf,
  lastEnded,
  month,
  monthsBetween,
  nameOf,
  nextOf,
  startOf,
} from '../../../src/modules/statements/period.domain.js';
import { kindOf, StatementTotals, totalOf } from '../../../src/modules/statements/statement.domain.js';
import type { StatementLine } from '../../../src/modules/statements/statement-parts.domain.js';

const line = (account: StatementLine['account'], change: number, kind = 'sale'): StatementLine => ({
  ...{ account, change, kind, effectiveAt: new Date(0), originalAt: null, sellerOrderId: null, payoutId: null },
  ...{ journalId: '', line: 1 },
});

describe('months', () => {
  it('begin and end in UTC, over the turn of a year and in leap years', () => {
    expect(startOf(month('2026-12')).toISOString()).toBe('2026-12-01T00:00:00.000Z');
    expect(endOf(month('2026-12')).toISOString()).toBe('2027-01-01T00:00:00.000Z');
    expect(nextOf(month('2026-12'))).toBe('2027-01');
    expect(nameOf(month('2028-02'))).toBe('1 to 29 February 2028');
    expect(lastEnded(new Date('2027-01-01T00:00:00.000Z'))).toBe('2026-12');
    expect(lastEnded(new Date('2026-12-31T23:59:59.999Z'))).toBe('2026-11');
  });

  it('follow each other without a gap', () => {
    expect(monthsBetween(month('2026-11'), month('2027-02'))).toEqual(['2026-11', '2026-12', '2027-01', '2027-02']);
    expect(monthsBetween(month('2026-11'), month('2026-10'))).toEqual([]);
    expect(() => month('2026-13')).toThrow(RangeError);
  });
});

describe('what happened', () => {
  it.each([
    ['seller_order', 'delivered', 'sale'],
    ['seller_order', 'affiliate:0189', 'affiliate_commission'],
    ['recovery', 'USD:2026-03', 'debt_recovery'],
    ['payout', 'created', 'payout'],
    ['something', 'else', 'adjustment'],
  ])('%s %s is a %s', (type, kind, word) => {
    expect(kindOf(type, kind)).toBe(word);
  });
});

describe('the totals of a statement', () => {
  it('open with the closing before, and count a debt against the rest', () => {
    const totals = new StatementTotals();
    for (const each of [line('pending', 900), line('pending', -900, 'release'), line('available', 900, 'release')])
      totals.add(each);
    totals.add({ ...line('receivable', 250, 'refund'), originalAt: new Date(0) });
    const before = [{ account: 'pending', opening: 0, increase: 7, decrease: 0, closing: 7, listed: 1 }] as const;

    const balances = totals.balances(before);

    expect(balances).toEqual([
      { account: 'pending', opening: 7, increase: 900, decrease: 900, closing: 7, listed: 3 },
      { account: 'available', opening: 0, increase: 900, decrease: 0, closing: 900, listed: 1 },
      { account: 'reserve', opening: 0, increase: 0, decrease: 0, closing: 0, listed: 0 },
      { account: 'held', opening: 0, increase: 0, decrease: 0, closing: 0, listed: 0 },
      { account: 'receivable', opening: 0, increase: 250, decrease: 0, closing: 250, listed: 1 },
    ]);
    expect(totalOf((account) => balances.find((each) => each.account === account)?.closing ?? 0)).toBe(657);
    expect(totals.kindTotals()).toEqual([
      { kind: 'refund', entries: 1, increase: 0, decrease: 250 },
      { kind: 'release', entries: 2, increase: 900, decrease: 900 },
      { kind: 'sale', entries: 1, increase: 900, decrease: 0 },
    ]);
    expect([totals.entries, totals.corrections]).toEqual([4, 1]);
  });
});
