import { Injectable } from '@nestjs/common';
import { Clock, type Id } from '../../kernel/index.js';
import { newId, UnitOfWork } from '../../platform/database/index.js';
import { Invalid, NotFound, parseWireId, type Once } from '../../platform/http/index.js';
import { attributeSchemaOf } from './attribute-validation.js';
import { CategoriesRepository, type CategoryRow } from './categories.repository.js';
import { CategoryView, type CreateCategoryDto } from './categories.dto.js';
import { CategoryTooDeep } from './catalog.errors.js';
import { childPath, DEEPEST_LEVEL, depthOf, undefinedRequirements, type AttributeSchema } from './category.domain.js';

@Injectable()
export class CreateCategory {
  constructor(
    private readonly uow: UnitOfWork,
    private readonly categories: CategoriesRepository,
    private readonly clock: Clock,
  ) {}

  /** @throws Invalid, NotFound (parent), CategoryPathTaken, CategoryTooDeep */
  run(input: CreateCategoryDto, once: Once): Promise<CategoryView> {
    const attributeSchema = attributeSchemaOf(input.attributeSchema ?? { properties: {}, required: [] });
    return once.run(this.uow, async (tx) => {
      const parent = input.parentId && (await this.categories.findIn(tx, parseWireId('cat', input.parentId)));
      if (input.parentId && !parent) throw new NotFound({ what: 'category' });
      const category = this.plan(input, attributeSchema, parent || undefined);
      await this.categories.insert(tx, category);
      return CategoryView.of((await this.categories.findIn(tx, category.id)) as CategoryRow);
    });
  }

  private plan(input: CreateCategoryDto, attributeSchema: AttributeSchema, parent: CategoryRow | undefined) {
    const path = childPath(parent?.path, input.slug);
    const depth = depthOf(path);
    if (depth > DEEPEST_LEVEL) throw new CategoryTooDeep({ deepest: DEEPEST_LEVEL });
    const faults = undefinedRequirements(attributeSchema, parent?.schemas ?? []);
    if (faults.length > 0) throw new Invalid(faults);
    const { nameEn, nameZh } = input;
    const id: Id<'cat'> = newId('cat');
    return { id, parentId: parent?.id ?? null, path, depth, nameEn, nameZh, attributeSchema, at: this.clock.now() };
  }
}
