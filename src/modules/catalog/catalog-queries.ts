import { Injectable } from '@nestjs/common';
import type { Id } from '../../kernel/index.js';
import { Cursors, NotFound, parseWireId, type PageQuery } from '../../platform/http/index.js';
import { nameKey } from './brand.domain.js';
import { BrandView, type BrandPage } from './brands.dto.js';
import { BrandsRepository } from './brands.repository.js';
import { CategoriesRepository } from './categories.repository.js';
import { CategoryView, type CategoryPage, type CategoryQuery } from './categories.dto.js';

@Injectable()
export class CatalogQueries {
  constructor(
    private readonly categories: CategoriesRepository,
    private readonly brands: BrandsRepository,
    private readonly cursors: Cursors,
  ) {}

  async categoryPage(filter: CategoryQuery): Promise<CategoryPage> {
    const key = `categories:${filter.parentId ?? ''}`;
    const [after = ''] = this.cursors.read<[string]>(filter.cursor, key) ?? [];
    const parentId = filter.parentId === undefined ? undefined : parseWireId('cat', filter.parentId);
    const rows = await this.categories.list(after, parentId, filter.limit + 1);
    const { data, page } = this.cursors.page(rows, filter.limit, key, (last) => [last.path]);
    return { data: data.map((row) => CategoryView.of(row)), page };
  }

  /** @throws NotFound */
  async category(id: Id<'cat'>): Promise<CategoryView> {
    const [row] = await this.categories.find([id]);
    if (!row) throw new NotFound({ what: 'category' });
    return CategoryView.of(row);
  }

  async brandPage(query: PageQuery): Promise<BrandPage> {
    const [after = ''] = this.cursors.read<[string]>(query.cursor, 'brands') ?? [];
    const rows = await this.brands.list(after, query.limit + 1);
    const { data, page } = this.cursors.page(rows, query.limit, 'brands', (last) => [nameKey(last.name)]);
    return { data: data.map((row) => BrandView.of(row)), page };
  }

  /** @throws NotFound */
  async brand(id: Id<'brd'>): Promise<BrandView> {
    const [row] = await this.brands.find([id]);
    if (!row) throw new NotFound({ what: 'brand' });
    return BrandView.of(row);
  }
}
