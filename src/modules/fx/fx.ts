import { Injectable } from '@nestjs/common';
import { Clock, type Id } from '../../kernel/index.js';
import type { Tx } from '../../platform/database/index.js';
import { NotFound } from '../../platform/http/index.js';
import type { QuoteTerms } from './conversion.domain.js';
import { FxQuoteExpired, FxQuoteUnfit, FxQuoteUsed } from './fx.errors.js';
import { MakeQuotes } from './make-quotes.js';
import { QuotesRepository, termsOf, type QuoteRow, type Use } from './quotes.repository.js';

/** A quote that is locked for one order. */
export interface LockedQuote extends QuoteTerms {
  readonly quoteId: Id<'fxq'>;
}

export interface QuotesToLock extends Omit<Use, 'at'> {
  /** The quotes that the buyer was given. */
  readonly presented: readonly Id<'fxq'>[];
}

@Injectable()
export class Fx {
  constructor(
    private readonly quotes: QuotesRepository,
    private readonly make: MakeQuotes,
    private readonly clock: Clock,
  ) {}

  /**
   * Locks one quote for an order for each currency that is paid for in another: those presented, and new ones at the
   * current rate for the rest. By the currency that is settled in; one statement, two more where quotes are new.
   * @throws NotFound, FxQuoteExpired, FxQuoteUsed, FxQuoteUnfit, FxRateUnavailable
   */
  async lockQuotes(tx: Tx, { presented, ...asked }: QuotesToLock): Promise<ReadonlyMap<string, LockedQuote>> {
    const use = { ...asked, at: this.clock.now() };
    const ids = [...new Set(presented)];
    const given = ids.length === 0 ? [] : await this.quotes.lock(tx, ids, use);
    if (given.length < ids.length) throw await this.refusal(tx, ids, use);
    const missing = use.to.filter((currency) => !given.some(({ to }) => to === currency));
    const made = missing.length === 0 ? [] : await this.make.run(tx, { ...use, to: missing });
    return new Map([...given, ...made].map((row) => [row.to, { quoteId: row.id, ...termsOf(row) }]));
  }

  private async refusal(tx: Tx, ids: readonly Id<'fxq'>[], { buyerId, orderId, at }: Use): Promise<Error> {
    const found = await this.quotes.find(tx, ids, buyerId);
    if (found.length < ids.length) return new NotFound({ what: 'quote' });
    const isUsed = ({ lockedForOrder }: QuoteRow): boolean => lockedForOrder !== null && lockedForOrder !== orderId;
    if (found.some(isUsed)) return new FxQuoteUsed({});
    return found.some(({ expiresAt }) => expiresAt <= at) ? new FxQuoteExpired({}) : new FxQuoteUnfit({});
  }
}
