import { Injectable } from '@nestjs/common';
import type { Actor, Id } from '../../kernel/index.js';
import { UnitOfWork } from '../../platform/database/index.js';
import { Cursors, type PageQuery } from '../../platform/http/index.js';
import { OwnedVariants } from './owned-variants.js';
import { StockMovementView, StockView, type StockMovementPage } from './stock.dto.js';
import { StockRepository } from './stock.repository.js';

@Injectable()
export class StockQueries {
  constructor(
    private readonly uow: UnitOfWork,
    private readonly owned: OwnedVariants,
    private readonly stock: StockRepository,
    private readonly cursors: Cursors,
  ) {}

  /** @throws NotFound */
  async one(actor: Actor, variantId: Id<'var'>): Promise<StockView> {
    await this.uow.run((tx) => this.owned.find(tx, actor, variantId));
    return StockView.of(variantId, await this.stock.stockOf(variantId));
  }

  /** Newest first. @throws NotFound, CursorInvalid */
  async movements(actor: Actor, variantId: Id<'var'>, query: PageQuery): Promise<StockMovementPage> {
    await this.uow.run((tx) => this.owned.find(tx, actor, variantId));
    const key = `stock-movements:${variantId}`;
    const after = this.cursors.read<[string, string]>(query.cursor, key);
    const rows = await this.stock.movements(variantId, after, query.limit + 1);
    const { data, page } = this.cursors.page(rows, query.limit, key, (last) => [last.at.toISOString(), last.id]);
    return { data: data.map((row) => StockMovementView.of(row)), page };
  }
}
