import { Injectable } from '@nestjs/common';
import { Clock, type Id } from '../../kernel/index.js';
import { UnitOfWork } from '../../platform/database/index.js';
import { Invalid, NotFound, StaleVersion } from '../../platform/http/index.js';
import { attributeSchemaOf } from './attribute-validation.js';
import { CategoriesRepository, type CategoryRow } from './categories.repository.js';
import { CategoryView, type EditCategoryDto } from './categories.dto.js';
import { undefinedRequirements } from './category.domain.js';

@Injectable()
export class EditCategory {
  constructor(
    private readonly uow: UnitOfWork,
    private readonly categories: CategoriesRepository,
    private readonly clock: Clock,
  ) {}

  /** @throws NotFound, Invalid, StaleVersion */
  run(id: Id<'cat'>, version: number, change: EditCategoryDto): Promise<CategoryView> {
    const attributeSchema = change.attributeSchema && attributeSchemaOf(change.attributeSchema);
    return this.uow.run(async (tx) => {
      const category = await this.categories.findIn(tx, id);
      if (!category) throw new NotFound({ what: 'category' });
      const gaps = attributeSchema ? undefinedRequirements(attributeSchema, category.schemas.slice(0, -1)) : [];
      if (gaps.length > 0) throw new Invalid(gaps);
      const isChanged = await this.categories.change(tx, id, version, { ...change, attributeSchema }, this.clock.now());
      if (!isChanged) throw new StaleVersion({});
      return CategoryView.of((await this.categories.findIn(tx, id)) as CategoryRow);
    });
  }
}
