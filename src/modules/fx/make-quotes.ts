import { Injectable } from '@nestjs/common';
import { lessSpread, rate, type Id } from '../../kernel/index.js';
import { newId, type Tx } from '../../platform/database/index.js';
import { FxRateUnavailable } from './fx.errors.js';
import { QuotesRepository, type QuoteRow } from './quotes.repository.js';
import { RatesRepository, type RateRow } from './rates.repository.js';

export interface QuotesToMake {
  readonly buyerId: Id<'usr'>;
  readonly from: string;
  readonly to: readonly string[];
  readonly at: Date;
  /** Locked for it from the start. */
  readonly orderId?: Id<'ord'>;
}

/** Writes down what current rates are worth for a short time. */
@Injectable()
export class MakeQuotes {
  constructor(
    private readonly rates: RatesRepository,
    private readonly quotes: QuotesRepository,
  ) {}

  /** Two statements. @throws FxRateUnavailable when a pair has no rate, or one that is too old */
  async run(tx: Tx, asked: QuotesToMake): Promise<QuoteRow[]> {
    const { from, to, at } = asked;
    const rates = await this.rates.currentTo(tx, from, to);
    const quotes = to.map((currency) => {
      const current = rates.find((each) => each.to === currency);
      if (!current || isStale(current, at)) throw new FxRateUnavailable({ from, to: currency });
      return quoteOf(current, asked);
    });
    await this.quotes.insert(tx, quotes);
    return quotes;
  }
}

const after = (at: Date, seconds: number): Date => new Date(at.getTime() + seconds * 1_000);

const isStale = ({ quotedAt, staleAfterSeconds }: RateRow, at: Date): boolean =>
  staleAfterSeconds !== null && at > after(quotedAt, staleAfterSeconds);

function quoteOf(current: RateRow, { buyerId, orderId, at }: QuotesToMake): QuoteRow {
  const { from, to, version, spreadBps, quoteSeconds, provider, quotedAt } = current;
  const { num, den } = lessSpread(rate(from, to, current.num, current.den), spreadBps);
  return {
    ...{ id: newId('fxq'), buyerId, from, to, rateVersion: version, midNum: current.num, midDen: current.den },
    ...{ num, den, spreadBps, provider, quotedAt, createdAt: at, expiresAt: after(at, quoteSeconds) },
    lockedForOrder: orderId ?? null,
  };
}
