import fc from 'fast-check';
import { add, money, share, zero } from '../../../src/kernel/index.js';
import { feesOf, takenOf } from '../../../src/modules/fees/fees.domain.js';
import { charge } from '../../../src/modules/fees/fee-charge.domain.js';
import { line, rule, schedule } from './fee-schedules.js';

const usd = (amount: number) => money(amount, 'USD');

describe('fees of a sale', () => {
  it('takes 10 % commission and puts 20 % tax on top by the default rule', () => {
    const [fees] = feesOf([line('s1', 'phones', 10_000)], schedule());

    expect(fees).toMatchObject({
      commission: usd(1_000),
      fixedFee: usd(0),
      paymentFee: usd(0),
      feeTax: usd(0),
      tax: usd(2_000),
      shippingTo: 'seller',
      ruleVersion: 'fees 1, terms 1',
    });
  });

  it('charges commission, fixed fee, payment fee and the tax on each, and names every rule', () => {
    const rules = [
      rule({ taxBps: 2_000 }),
      rule({ number: 2, component: 'fixed_fee', bps: null, amounts: { USD: { amount: 30 } } }),
      rule({ number: 3, component: 'payment_fee', bps: 290, taxBps: 1_000 }),
    ];

    const [fees] = feesOf([line('s1', 'phones', 10_000, { units: 2 })], schedule(rules));

    expect(fees).toMatchObject({ commission: usd(1_000), fixedFee: usd(60), ruleVersion: 'fees 1+2+3, terms 1' });
    // 2.9 % of 100.00 + 20.00 tax + 5.00 shipping is 3.625
    expect(fees?.paymentFee).toEqual(usd(363));
    expect(fees?.feeTax).toEqual(usd(200 + 36));
  });

  it('lowers the commission and the tax by what the seller gives away, and by nothing that the platform does', () => {
    const given = feesOf([line('s1', 'phones', 10_000, { sellerDiscount: usd(1_500) })], schedule());
    const paidFor = feesOf([line('s1', 'phones', 10_000, { platformDiscount: usd(1_500) })], schedule());

    expect(given[0]).toMatchObject({ commission: usd(850), tax: usd(1_700) });
    expect(paidFor[0]).toMatchObject({ commission: usd(1_000), tax: usd(2_000) });
  });

  it('raises a rate to its floor and lowers it to its cap, in the currency of the sale', () => {
    const bounded = rule({ amounts: { USD: { floor: 50, cap: 700 }, EUR: { floor: 1, cap: 2 } } });

    const amounts = [100, 3_000, 10_000].map(
      (price) => feesOf([line('s1', 'phones', price)], schedule([bounded]))[0]?.commission.amount,
    );

    expect(amounts).toEqual([50, 300, 700]);
  });

  it('never takes more of a line than its goods cost', () => {
    const rules = [
      rule({ amounts: { USD: { floor: 500 } }, taxBps: 2_000 }),
      rule({ number: 2, component: 'fixed_fee', bps: null, amounts: { USD: { amount: 30 } } }),
    ];

    const [fees] = feesOf([line('s1', 'phones', 40)], schedule(rules));

    expect(fees).toMatchObject({ commission: usd(40), fixedFee: usd(0), feeTax: usd(0) });
  });

  it('gives the cent that does not divide to the line with the largest remainder', () => {
    const lines = [line('s1', 'books', 333), line('s1', 'books', 334), line('s1', 'books', 335)];

    const fees = feesOf(lines, schedule());

    expect(fees.map((each) => each.commission.amount)).toEqual([33, 33, 34]);
  });

  it('charges nothing for goods that cost nothing, and nothing where no rule is in force', () => {
    const [free] = feesOf([line('s1', 'books', 0)], schedule());
    const [unruled] = feesOf([line('s1', 'books', 100)], schedule([]));

    expect(free).toMatchObject({ commission: zero('USD'), tax: zero('USD') });
    expect(unruled).toMatchObject({ commission: zero('USD'), ruleVersion: 'terms 1' });
  });

  it('refuses to price without terms of sale', () => {
    expect(() => feesOf([line('s1', 'books', 1)], schedule([], { terms: [] }))).toThrow(
      'No default terms of sale are in force',
    );
  });

  it('adds up per seller to the rate of the whole, for every basket and rate', () => {
    const basket = fc.array(fc.tuple(fc.constantFrom('s1', 's2'), fc.integer({ min: 0, max: 10_000_000 })), {
      minLength: 1,
      maxLength: 20,
    });
    const bps = fc.integer({ min: 0, max: 10_000 });

    fc.assert(
      fc.property(basket, bps, bps, (items, commission, taxBps) => {
        const lines = items.map(([sellerId, amount]) => line(sellerId, 'books', amount));
        const terms = [{ version: 1, scope: 'default', scopeId: null, taxBps, shippingTo: 'seller' }] as const;
        const fees = feesOf(lines, schedule([rule({ bps: commission })], { terms }));

        for (const seller of ['s1', 's2']) {
          const mine = lines.map((each, i) => ({ each, fee: fees[i] })).filter(({ each }) => each.sellerId === seller);
          const goods = mine.map(({ each }) => each.amount).reduce(add, zero('USD'));
          expect(mine.map(({ fee }) => fee?.commission ?? usd(0)).reduce(add, usd(0))).toEqual(
            share(goods, commission),
          );
          expect(mine.map(({ fee }) => fee?.tax ?? usd(0)).reduce(add, usd(0))).toEqual(share(goods, taxBps));
        }
      }),
    );
  });

  it('never takes more than the goods, whatever the rules, and comes to the same when charged again', () => {
    const rate = fc.integer({ min: 0, max: 10_000 });
    const minor = fc.integer({ min: 0, max: 100_000 });
    const lines = fc.array(fc.tuple(minor, fc.integer({ min: 1, max: 9 })), { minLength: 1, maxLength: 8 });

    fc.assert(
      fc.property(lines, rate, rate, minor, minor, (items, bps, taxBps, floor, amount) => {
        const rules = [
          rule({ bps, taxBps, amounts: { USD: { floor } } }),
          rule({ number: 2, component: 'fixed_fee', bps: null, taxBps, amounts: { USD: { amount } } }),
          rule({ number: 3, component: 'payment_fee', bps, taxBps }),
        ];
        const sold = items.map(([price, units]) => line('s1', 'books', price, { units }));

        const fees = feesOf(sold, schedule(rules));
        const again = charge(
          fees.map(({ basis }) => JSON.parse(JSON.stringify(basis)) as typeof basis),
          'USD',
        );

        fees.forEach((each, i) => {
          expect(takenOf(each).amount).toBeLessThanOrEqual(items[i]?.[0] ?? 0);
          expect(again.parts[i]).toEqual({
            commission: each.commission.amount,
            fixed_fee: each.fixedFee.amount,
            payment_fee: each.paymentFee.amount,
            tax: each.feeTax.amount,
          });
        });
      }),
    );
  });
});
