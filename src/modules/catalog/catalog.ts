import { Injectable } from '@nestjs/common';
import { Clock, type FieldError, type Id } from '../../kernel/index.js';
import type { Tx } from '../../platform/database/index.js';
import { attributeFaults } from './attribute-validation.js';
import { isNamedIn, lookupKeys, nameKey } from './brand.domain.js';
import { BrandsRepository, type BrandRow } from './brands.repository.js';
import { CategoriesRepository, type CategoryRow } from './categories.repository.js';
import { effectiveSchema } from './category.domain.js';

export interface CategorySummary {
  readonly categoryId: Id<'cat'>;
  /** `electronics/audio` */
  readonly path: string;
  readonly nameEn: string;
  readonly nameZh: string;
  /** From the root to the category itself. */
  readonly branchIds: readonly Id<'cat'>[];
  /** Names of the branch in both languages, for search. */
  readonly branchNames: readonly string[];
}

export interface BrandSummary {
  readonly brandId: Id<'brd'>;
  readonly name: string;
  readonly aliases: readonly string[];
  /** Whether a seller needs an authorisation. */
  readonly isGated: boolean;
}

/** What can be sold: categories with their attribute schemas, brands and who may sell them. */
@Injectable()
export class Catalog {
  constructor(
    private readonly categories: CategoriesRepository,
    private readonly brands: BrandsRepository,
    private readonly clock: Clock,
  ) {}

  /** Active and retired categories; unknown ids are left out. */
  async categoriesOf(ids: readonly Id<'cat'>[]): Promise<ReadonlyMap<Id<'cat'>, CategorySummary>> {
    const rows = ids.length === 0 ? [] : await this.categories.find(ids);
    return new Map(rows.map((row) => [row.id, categorySummary(row)]));
  }

  /** Why a new listing cannot stand in the category with these attributes; empty when it can. Pointers are into the listing. */
  async validateAttributes(categoryId: Id<'cat'>, attributes: unknown): Promise<FieldError[]> {
    const [row] = await this.categories.find([categoryId]);
    if (row?.isActive) return attributeFaults(effectiveSchema(row.schemas), attributes);
    return [{ pointer: '/categoryId', code: 'unknown_category', message: 'is not an active category' }];
  }

  /** Unknown ids are left out. */
  async brandsOf(ids: readonly Id<'brd'>[]): Promise<ReadonlyMap<Id<'brd'>, BrandSummary>> {
    const rows = ids.length === 0 ? [] : await this.brands.find(ids);
    return new Map(rows.map((row) => [row.id, brandSummary(row)]));
  }

  /** Where a listing stands. The category must exist; a listing's does. */
  async placeOf(
    tx: Tx,
    categoryId: Id<'cat'>,
    brandId: Id<'brd'> | null,
  ): Promise<{ category: CategorySummary; brand?: BrandSummary }> {
    const category = await this.categories.findIn(tx, categoryId);
    if (!category) throw new Error(`Unknown category: ${categoryId}`);
    const brand = brandId === null ? undefined : await this.brands.findIn(tx, brandId);
    return { category: categorySummary(category), brand: brand && brandSummary(brand) };
  }

  /** The brands that a text names, by name or alias, in any script. */
  async brandsNamedIn(text: string): Promise<BrandSummary[]> {
    const key = nameKey(text);
    const rows = await this.brands.withKeys(lookupKeys(key));
    return rows.filter((row) => isNamedIn(key, [row.name, ...row.aliases])).map(brandSummary);
  }

  /** Whether the seller holds a live authorisation of the brand now. Open brands need none: see `isGated`. */
  isBrandAuthorised(brandId: Id<'brd'>, sellerId: Id<'sel'>): Promise<boolean> {
    return this.brands.isAuthorised(brandId, sellerId, this.clock.now());
  }
}

function categorySummary({ id, path, nameEn, nameZh, branchIds, branchNames }: CategoryRow): CategorySummary {
  return { categoryId: id, path, nameEn, nameZh, branchIds, branchNames };
}

function brandSummary({ id, name, aliases, isGated }: BrandRow): BrandSummary {
  return { brandId: id, name, aliases, isGated };
}
