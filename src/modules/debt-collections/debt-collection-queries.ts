import { Injectable } from '@nestjs/common';
import { fromWire, type Id } from '../../kernel/index.js';
import { Cursors, NotFound, type Page } from '../../platform/http/index.js';
import type { DebtCollectionQuery, DebtCollectionView } from './debt-collections.dto.js';
import { DebtCollections } from './debt-collections.repository.js';
import { debtCollectionView } from './debt-collections.view.js';

@Injectable()
export class DebtCollectionQueries {
  constructor(
    private readonly collections: DebtCollections,
    private readonly cursors: Cursors,
  ) {}

  async page({ cursor, limit, state, sellerId }: DebtCollectionQuery): Promise<Page<DebtCollectionView>> {
    const key = `debt-collections:${sellerId ?? ''}:${state ?? ''}`;
    const [before] = this.cursors.read<[string]>(cursor, key) ?? [];
    const seller = sellerId === undefined ? undefined : fromWire('sel', sellerId);
    const rows = await this.collections.page(seller, state, before, limit + 1);
    const page = this.cursors.page(rows, limit, key, (last) => [last.id]);
    return { ...page, data: page.data.map(debtCollectionView) };
  }

  /** @throws NotFound */
  async one(id: Id<'dcl'>): Promise<DebtCollectionView> {
    const row = await this.collections.find(id);
    if (!row) throw new NotFound({ what: 'debt collection' });
    return debtCollectionView(row);
  }
}
