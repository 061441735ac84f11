import { IsBoolean, IsObject, IsOptional, IsString, Length, Matches } from 'class-validator';
import { toWire } from '../../kernel/index.js';
import { IsWireId, PageOf, PageQuery } from '../../platform/http/index.js';
import type { CategoryRow } from './categories.repository.js';
import { effectiveSchema } from './category.domain.js';

const SLUG = /^[a-z0-9]+(-[a-z0-9]+)*$/;

export class CreateCategoryDto {
  /** The category above; without it the category is a root. */
  @IsOptional()
  @IsWireId('cat')
  parentId?: string;

  /** Last segment of the path; it never changes. */
  @IsString()
  @Length(1, 40)
  @Matches(SLUG)
  slug!: string;

  @IsString()
  @Length(1, 80)
  nameEn!: string;

  @IsString()
  @Length(1, 80)
  nameZh!: string;

  /** `{properties, required}`: what this category adds to the attributes of its ancestors, as JSON Schema. */
  @IsOptional()
  @IsObject()
  attributeSchema?: Record<string, unknown>;
}

export class EditCategoryDto {
  @IsOptional()
  @IsString()
  @Length(1, 80)
  nameEn?: string;

  @IsOptional()
  @IsString()
  @Length(1, 80)
  nameZh?: string;

  /** Replaces what this category itself adds. Listings are checked when they next change. */
  @IsOptional()
  @IsObject()
  attributeSchema?: Record<string, unknown>;

  /** A retired category takes no new listings. */
  @IsOptional()
  @IsBoolean()
  isActive?: boolean;
}

export class CategoryQuery extends PageQuery {
  /** Only the direct children of this category. */
  @IsOptional()
  @IsWireId('cat')
  parentId?: string;
}

export class CategoryView {
  id!: string;
  parentId!: string | null;
  /** Slugs from the root: `electronics/audio`. */
  path!: string;
  nameEn!: string;
  nameZh!: string;
  isActive!: boolean;
  version!: number;
  /** JSON Schema of a listing's `attributes`, with what the ancestors define. */
  attributeSchema!: Record<string, unknown>;
  createdAt!: string;
  updatedAt!: string;

  static of(row: CategoryRow): CategoryView {
    return {
      id: toWire('cat', row.id),
      parentId: row.parentId && toWire('cat', row.parentId),
      path: row.path,
      nameEn: row.nameEn,
      nameZh: row.nameZh,
      isActive: row.isActive,
      version: row.version,
      attributeSchema: { ...effectiveSchema(row.schemas) },
      createdAt: row.createdAt.toISOString(),
      updatedAt: row.updatedAt.toISOString(),
    };
  }
}

export class CategoryPage extends PageOf(CategoryView) {}
