import { Body, Controller, Get, Patch, Post, Query } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import type { Id } from '../../kernel/index.js';
import { Access } from '../../platform/auth/index.js';
import {
  Idempotent,
  IdempotencyScope,
  IfMatch,
  Invalid,
  NotFound,
  Once,
  StaleVersion,
  Throws,
  Versioned,
  WireId,
} from '../../platform/http/index.js';
import { CatalogQueries } from './catalog-queries.js';
import { CategoryPathTaken, CategoryTooDeep } from './catalog.errors.js';
import { CategoryPage, CategoryQuery, CategoryView, CreateCategoryDto, EditCategoryDto } from './categories.dto.js';
import { CreateCategory } from './create-category.js';
import { EditCategory } from './edit-category.js';

@ApiTags('catalog')
@Controller('v1/categories')
export class CategoriesController {
  constructor(
    private readonly queries: CatalogQueries,
    private readonly createCategory: CreateCategory,
    private readonly editCategory: EditCategory,
  ) {}

  /** List the category tree. Parents come before their children. */
  @Get()
  @Access({ roles: ['anyone'] })
  list(@Query() query: CategoryQuery): Promise<CategoryPage> {
    return this.queries.categoryPage(query);
  }

  /** Read a category. Its schema says which attributes a listing in it may and must have. */
  @Get(':categoryId')
  @Access({ roles: ['anyone'] })
  @Throws(NotFound)
  @Versioned()
  get(@WireId('cat', 'categoryId') id: Id<'cat'>): Promise<CategoryView> {
    return this.queries.category(id);
  }

  /** Add a category to the tree. */
  @Post()
  @Access({ roles: ['admin'] })
  @Idempotent('optional')
  @Throws(NotFound, Invalid, CategoryPathTaken, CategoryTooDeep)
  @Versioned()
  create(@Body() body: CreateCategoryDto, @IdempotencyScope() once: Once): Promise<CategoryView> {
    return this.createCategory.run(body, once);
  }

  /** Rename a category, change its own attributes, or retire it. */
  @Patch(':categoryId')
  @Access({ roles: ['admin'] })
  @Throws(NotFound, Invalid, StaleVersion)
  @Versioned()
  edit(
    @WireId('cat', 'categoryId') id: Id<'cat'>,
    @IfMatch() version: number,
    @Body() body: EditCategoryDto,
  ): Promise<CategoryView> {
    return this.editCategory.run(id, version, body);
  }
}
