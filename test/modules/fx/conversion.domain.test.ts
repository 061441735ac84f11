import fc from 'fast-check';
import { CURRENCIES, money, rate, sum, type Money } from '../../../src/kernel/index.js';
import {
  backOf,
  backOfPaid,
  convertShares,
  type ConvertedShare,
  type QuoteTerms,
} from '../../../src/modules/fx/conversion.domain.js';

const euro: QuoteTerms = { mid: rate('EUR', 'USD', 10_850, 10_000), spreadBps: 15 };
const terms: fc.Arbitrary<QuoteTerms> = fc
  .tuple(
    fc.uniqueArray(fc.constantFrom(...CURRENCIES), { minLength: 2, maxLength: 2 }),
    fc.integer({ min: 1, max: 100_000 }),
    fc.integer({ min: 1, max: 100_000 }),
    fc.integer({ min: 0, max: 500 }),
  )
  .map(([[from = '', to = ''], num, den, spreadBps]) => ({ mid: rate(from, to, num, den), spreadBps }));
const amounts = fc.array(fc.integer({ min: 1, max: 100_000_000 }), { minLength: 1, maxLength: 6 });
const total = (parts: readonly Money[]): number => parts.reduce((all, { amount }) => all + amount, 0);

describe('shares that are paid in another currency', () => {
  it('cost what the quote says, and what is over is the spread', () => {
    expect(convertShares(euro, [money(13_000, 'USD')])).toEqual([
      { paid: money(12_000, 'EUR'), settled: money(13_000, 'USD'), spread: money(20, 'USD') },
    ]);
  });

  it('of two sellers are rounded once', () => {
    const [one, other] = convertShares(euro, [money(6_501, 'USD'), money(6_499, 'USD')]);

    expect(one).toEqual({ paid: money(6_001, 'EUR'), settled: money(6_501, 'USD'), spread: money(10, 'USD') });
    expect(other).toEqual({ paid: money(5_999, 'EUR'), settled: money(6_499, 'USD'), spread: money(10, 'USD') });
  });

  it('cost whole yen, and thousandths of dinars', () => {
    const yen = { mid: rate('JPY', 'KWD', 205, 100_000), spreadBps: 0 };
    const dinar = { mid: rate('KWD', 'JPY', 100_000, 205), spreadBps: 0 };

    expect(convertShares(yen, [money(2_051, 'KWD')])).toEqual([
      { paid: money(1_001, 'JPY'), settled: money(2_051, 'KWD'), spread: money(1, 'KWD') },
    ]);
    expect(convertShares(dinar, [money(1_000, 'JPY')])).toEqual([
      { paid: money(2_050, 'KWD'), settled: money(1_000, 'JPY'), spread: money(0, 'JPY') },
    ]);
  });

  it('are never paid with nothing', () => {
    const [small, large] = convertShares({ mid: rate('JPY', 'KWD', 205, 100_000), spreadBps: 0 }, [
      money(1, 'KWD'),
      money(10_000, 'KWD'),
    ]);

    expect([small?.paid.amount, large?.paid.amount]).toEqual([1, 4_878]);
  });

  it('add up in both currencies, and the position never gives more than it gets', () => {
    fc.assert(
      fc.property(terms, amounts, (quote, given) => {
        const shares = given.map((amount) => money(amount, quote.mid.to));
        const made = convertShares(quote, shares);
        const paid = sum(
          quote.mid.from,
          made.map((part) => part.paid),
        );
        const { num, den } = quote.mid;
        const scale = { JPY: 1n, KWD: 1_000n } as Record<string, bigint>;
        const [from, to] = [scale[quote.mid.from] ?? 100n, scale[quote.mid.to] ?? 100n];
        const credited = BigInt(total(made.map((part) => part.settled)) + total(made.map((part) => part.spread)));

        expect(made.map((part) => part.settled)).toEqual(shares);
        expect(made.every((part) => part.paid.amount > 0 && part.spread.amount >= 0)).toBe(true);
        expect(credited * BigInt(den) * from <= BigInt(paid.amount) * BigInt(num) * to).toBe(true);
      }),
    );
  });
});

const shareOf = (paid: number, settled: number, spread: number): ConvertedShare => ({
  ...{ paid, settled, spread },
  ...{ paidBack: 0, settledBack: 0 },
});

const after = (share: ConvertedShare, back: { paid: number; settled: number }): ConvertedShare => ({
  ...share,
  paidBack: share.paidBack + back.paid,
  settledBack: share.settledBack + back.settled,
});

const sizes = fc.record({
  paid: fc.integer({ min: 1, max: 1_000_000_000 }),
  settled: fc.integer({ min: 1, max: 1_000_000_000 }),
  spread: fc.integer({ min: 0, max: 1_000_000 }),
});

describe('what goes back of a converted share', () => {
  it('in three pieces is all of it, at the rate of the order', () => {
    let share = shareOf(12_000, 13_000, 20);
    const pieces = [5_000, 4_001, 3_999].map((settled) => {
      const back = backOf(share, settled);
      share = after(share, back);
      return back;
    });

    expect(pieces).toEqual([
      { paid: 4_615, settled: 5_000, spread: 7 },
      { paid: 3_693, settled: 4_001, spread: 6 },
      { paid: 3_692, settled: 3_999, spread: 7 },
    ]);
  });

  it('is everything in both currencies, whatever the pieces are', () => {
    fc.assert(
      fc.property(sizes, fc.array(fc.integer({ min: 1, max: 1_000_000 }), { maxLength: 8 }), (size, cuts) => {
        let share = shareOf(size.paid, size.settled, size.spread);
        const backs = [...cuts, size.settled].map((cut) => {
          const back = backOf(share, Math.min(cut, share.settled - share.settledBack));
          share = after(share, back);
          return back;
        });

        expect(share).toMatchObject({ paidBack: size.paid, settledBack: size.settled });
        expect(backs.reduce((all, { spread }) => all + spread, 0)).toBe(size.spread);
        expect(backs.every(({ paid, spread }) => paid >= 0 && spread >= 0)).toBe(true);
      }),
    );
  });

  it('is everything too where some of it was taken by what was paid', () => {
    fc.assert(
      fc.property(sizes, fc.integer({ min: 0, max: 1_000_000_000 }), (size, cut) => {
        const share = shareOf(size.paid, size.settled, size.spread);
        const taken = backOfPaid(share, Math.min(cut, size.paid));
        const rest = backOf(after(share, taken), size.settled - taken.settled);

        expect(taken.paid + (size.settled === taken.settled ? 0 : rest.paid)).toBe(
          size.settled === taken.settled ? taken.paid : size.paid,
        );
        expect(taken.spread + rest.spread).toBe(size.spread);
        expect(backOfPaid(share, size.paid)).toEqual(size);
      }),
    );
  });
});
