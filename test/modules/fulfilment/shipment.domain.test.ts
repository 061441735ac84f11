import type { Id } from '../../../src/kernel/index.js';
import {
  arrivedAt,
  isNews,
  overloadOf,
  owedOf,
  unshippedOf,
  type Units,
} from '../../../src/modules/fulfilment/shipment.domain.js';

const a = 'a' as Id<'lin'>;
const b = 'b' as Id<'lin'>;
const ordered = [
  { id: a, quantity: 3, refundedUnits: 0 },
  { id: b, quantity: 1, refundedUnits: 0 },
];
const units = (lineId: Id<'lin'>, quantity: number): Units => ({ lineId, quantity });
const at = (minute: number): Date => new Date(Date.UTC(2026, 0, 1, 0, minute));

describe('what is still to be shipped', () => {
  it('is the order less the parcels, without the lines that are done', () => {
    expect(owedOf(ordered, [units(a, 1), units(b, 1)])).toEqual([units(a, 2)]);
    expect(owedOf(ordered, [units(a, 1), units(a, 2), units(b, 1)])).toEqual([]);
  });

  it('leaves out what was paid back, which may be shipped all the same', () => {
    const partlyPaidBack = [{ id: a, quantity: 3, refundedUnits: 1 }];

    expect(owedOf(partlyPaidBack, [])).toEqual([units(a, 2)]);
    expect(owedOf(partlyPaidBack, [units(a, 2)])).toEqual([]);
    expect(owedOf(partlyPaidBack, [units(a, 3)])).toEqual([]);
    expect(unshippedOf(partlyPaidBack, [units(a, 2)])).toEqual([units(a, 1)]);
  });

  it('names the first line of which a parcel holds too many units', () => {
    const remaining = unshippedOf(ordered, [units(a, 1)]);

    expect(overloadOf([units(b, 1), units(a, 2)], remaining)).toBeUndefined();
    expect(overloadOf([units(b, 1), units(a, 3)], remaining)).toEqual({ lineId: a, remaining: 2 });
  });
});

describe('what a carrier says', () => {
  const parcel = { state: 'in_transit', lastEventAt: at(10) } as const;

  it('is news unless it is older than what was said before', () => {
    expect(isNews(parcel, 'exception', at(10))).toBe(true);
    expect(isNews(parcel, 'exception', at(9))).toBe(false);
  });

  it('is always news when it is the delivery', () => {
    expect(isNews(parcel, 'delivered', at(9))).toBe(true);
  });
});

describe('the arrival of an order', () => {
  it('is that of its last parcel', () => {
    expect(arrivedAt([{ deliveredAt: at(5) }, { deliveredAt: at(3) }])).toEqual(at(5));
    expect(arrivedAt([{ deliveredAt: at(5) }, { deliveredAt: null }])).toBeUndefined();
    expect(arrivedAt([])).toBeUndefined();
  });
});
