import { money, subtract, toWire } from '../../kernel/index.js';
import { MoneyView } from '../../platform/http/index.js';
import { convertShares } from './conversion.domain.js';
import type { FxDealView, FxPositionView, FxQuoteView, FxRateView } from './fx.dto.js';
import type { Position } from './position.domain.js';
import type { DealRow } from './positions.repository.js';
import { termsOf, type QuoteRow } from './quotes.repository.js';
import type { RateRow } from './rates.repository.js';

export const rateView = ({ num, den, quotedAt, createdAt, ...row }: RateRow): FxRateView => ({
  ...row,
  rate: { num, den },
  quotedAt: quotedAt.toISOString(),
  createdAt: createdAt.toISOString(),
});

/** `amount`: of what is bought, in minor units. */
export function quoteView(row: QuoteRow, at: Date, amount?: number): FxQuoteView {
  const { id, from, to, num, den, midNum, midDen, spreadBps, provider, quotedAt, expiresAt, lockedForOrder } = row;
  const [conversion] = amount === undefined ? [] : convertShares(termsOf(row), [money(amount, to)]);
  const unlocked = expiresAt > at ? 'open' : 'expired';
  return {
    ...{ id: toWire('fxq', id), from, to, state: lockedForOrder === null ? unlocked : 'locked' },
    ...{ rate: { num, den }, midRate: { num: midNum, den: midDen }, spreadBps, provider },
    ...{ quotedAt: quotedAt.toISOString(), expiresAt: expiresAt.toISOString() },
    ...(lockedForOrder !== null && { orderId: toWire('ord', lockedForOrder) }),
    ...(conversion && { cost: MoneyView.of(conversion.paid) }),
  };
}

export function dealView(row: DealRow): FxDealView {
  const received = money(row.received, row.receivedCurrency);
  const expected = money(row.expected, row.receivedCurrency);
  return {
    id: toWire('fxd', row.id),
    sold: MoneyView.of(money(row.sold, row.soldCurrency)),
    received: MoneyView.of(received),
    expected: MoneyView.of(expected),
    difference: MoneyView.of(subtract(received, expected)),
    bankReference: row.bankReference,
    dealtAt: row.dealtAt.toISOString(),
  };
}

export const positionView = (position: Position, awaited?: Position): FxPositionView => ({
  pair: `${position.base}-${position.counter}`,
  amounts: sidesOf(position),
  awaited: sidesOf({ ...position, baseAmount: 0, counterAmount: 0, ...awaited }),
  isFlat: position.baseAmount === 0 && position.counterAmount === 0,
});

const sidesOf = ({ base, counter, baseAmount, counterAmount }: Position): MoneyView[] => [
  MoneyView.of(money(baseAmount, base)),
  MoneyView.of(money(counterAmount, counter)),
];
