import { Injectable } from '@nestjs/common';
import { Clock, type Id, type UserActor } from '../../kernel/index.js';
import { Cursors, NotFound, type Page, type PageQuery } from '../../platform/http/index.js';
import type { FxDealView, FxPositionList, FxQuoteView, FxRateList, FxRateQuery, FxRateView } from './fx.dto.js';
import { dealView, positionView, quoteView, rateView } from './fx.view.js';
import { PositionsRepository } from './positions.repository.js';
import { QuotesRepository } from './quotes.repository.js';
import { RatesRepository } from './rates.repository.js';

@Injectable()
export class FxQueries {
  constructor(
    private readonly rates: RatesRepository,
    private readonly quotes: QuotesRepository,
    private readonly positions: PositionsRepository,
    private readonly cursors: Cursors,
    private readonly clock: Clock,
  ) {}

  async current(): Promise<FxRateList> {
    return { data: (await this.rates.current()).map(rateView) };
  }

  /** The latest first. */
  async versions({ from, to, cursor, limit }: FxRateQuery): Promise<Page<FxRateView>> {
    const key = `fx.rates:${from ?? ''}:${to ?? ''}`;
    const before = this.cursors.read<[string, string]>(cursor, key);
    const rows = await this.rates.page({ ...(from && { from }), ...(to && { to }) }, before, limit + 1);
    const page = this.cursors.page(rows, limit, key, (last) => [
      last.createdAt.toISOString(),
      `${last.from}${last.to}${String(last.version).padStart(9, '0')}`,
    ]);
    return { ...page, data: page.data.map(rateView) };
  }

  /** @throws NotFound unless it is the buyer's */
  async quote(actor: UserActor, id: Id<'fxq'>): Promise<FxQuoteView> {
    const row = await this.quotes.read(id, actor.userId);
    if (!row) throw new NotFound({ what: 'quote' });
    return quoteView(row, this.clock.now());
  }

  async openPositions(): Promise<FxPositionList> {
    const [open, awaited] = await Promise.all([this.positions.all(), this.positions.awaited()]);
    const data = open.map((position) =>
      positionView(
        position,
        awaited.find(({ base, counter }) => base === position.base && counter === position.counter),
      ),
    );
    return { asOf: this.clock.now().toISOString(), data };
  }

  async deals({ cursor, limit }: PageQuery): Promise<Page<FxDealView>> {
    const key = 'fx.deals';
    const [before] = this.cursors.read<[string]>(cursor, key) ?? [];
    const rows = await this.positions.page(before, limit + 1);
    const page = this.cursors.page(rows, limit, key, (last) => [last.id]);
    return { ...page, data: page.data.map(dealView) };
  }
}
