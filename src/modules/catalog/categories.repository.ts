import { Injectable } from '@nestjs/common';
import type { Id } from '../../kernel/index.js';
import { Db, query, queryOne, statement, violatedConstraint, type Tx } from '../../platform/database/index.js';
import { CategoryPathTaken } from './catalog.errors.js';
import type { AttributeSchema } from './category.domain.js';

/** A category with its branch: ids, names and schemas from the root to itself. */
export interface CategoryRow {
  readonly id: Id<'cat'>;
  readonly parentId: Id<'cat'> | null;
  readonly path: string;
  readonly nameEn: string;
  readonly nameZh: string;
  readonly isActive: boolean;
  readonly version: number;
  readonly createdAt: Date;
  readonly updatedAt: Date;
  readonly branchIds: readonly Id<'cat'>[];
  readonly branchNames: readonly string[];
  readonly schemas: readonly AttributeSchema[];
}

export interface CategoryInput {
  readonly id: Id<'cat'>;
  readonly parentId: Id<'cat'> | null;
  readonly path: string;
  readonly depth: number;
  readonly nameEn: string;
  readonly nameZh: string;
  readonly attributeSchema: AttributeSchema;
  readonly at: Date;
}

export interface CategoryChange {
  readonly nameEn?: string;
  readonly nameZh?: string;
  readonly attributeSchema?: AttributeSchema;
  readonly isActive?: boolean;
}

const ROW = `
  c.id, c.parent_id as "parentId", c.path, c.name_en as "nameEn", c.name_zh as "nameZh", c.is_active as "isActive",
  c.version, c.created_at as "createdAt", c.updated_at as "updatedAt",
  b.ids as "branchIds", b.names as "branchNames", b.schemas`;

const BRANCH = `
  cross join lateral (
    select array_agg(a.id order by a.depth) as ids, array_agg(a.name_en || ' ' || a.name_zh order by a.depth) as names,
           jsonb_agg(a.attribute_schema order by a.depth) as schemas
      from categories a
     where a.path = any(select array_to_string((string_to_array(c.path, '/'))[1:n], '/') from generate_series(1, c.depth) n)
  ) b`;

const byIds = statement<[ids: readonly string[]], CategoryRow>(
  'catalog.categories_by_ids',
  `select ${ROW} from categories c ${BRANCH} where c.id = any($1::uuid[])`,
);

const listed = statement<[after: string, parentId: string | null, limit: number], CategoryRow>(
  'catalog.categories_listed',
  `select ${ROW} from categories c ${BRANCH}
    where c.is_active and c.path > $1 and ($2::uuid is null or c.parent_id = $2)
    order by c.path limit $3`,
);

const inserted = statement<
  [string, string | null, string, number, string, string, string, Date],
  { readonly id: string }
>(
  'catalog.insert_category',
  `insert into categories (id, parent_id, path, depth, name_en, name_zh, attribute_schema, created_at, updated_at)
   values ($1, $2, $3, $4, $5, $6, $7, $8, $8) returning id`,
);

const changed = statement<
  [string, number, string | null, string | null, string | null, boolean | null, Date],
  { readonly id: string }
>(
  'catalog.change_category',
  `update categories
      set name_en = coalesce($3, name_en), name_zh = coalesce($4, name_zh),
          attribute_schema = coalesce($5::jsonb, attribute_schema), is_active = coalesce($6, is_active),
          version = version + 1, updated_at = $7
    where id = $1 and version = $2 returning id`,
);

@Injectable()
export class CategoriesRepository {
  constructor(private readonly db: Db) {}

  find(ids: readonly string[]): Promise<CategoryRow[]> {
    return this.db.query(byIds, [ids]);
  }

  async findIn(tx: Tx, id: string): Promise<CategoryRow | undefined> {
    return queryOne(tx, byIds, [[id]]);
  }

  /** Active categories in the order of their paths. */
  list(after: string, parentId: string | undefined, limit: number): Promise<CategoryRow[]> {
    return this.db.query(listed, [after, parentId ?? null, limit]);
  }

  async insert(tx: Tx, input: CategoryInput): Promise<void> {
    const { id, parentId, path, depth, nameEn, nameZh, attributeSchema, at } = input;
    const schema = JSON.stringify(attributeSchema);
    await query(tx, inserted, [id, parentId, path, depth, nameEn, nameZh, schema, at]).catch((error: unknown) => {
      throw violatedConstraint(error) === 'categories_path_unique' ? new CategoryPathTaken({ path }) : error;
    });
  }

  /** Whether the category had the version and is changed. */
  async change(tx: Tx, id: string, version: number, change: CategoryChange, at: Date): Promise<boolean> {
    const schema = change.attributeSchema && JSON.stringify(change.attributeSchema);
    const { nameEn = null, nameZh = null, isActive = null } = change;
    const rows = await query(tx, changed, [id, version, nameEn, nameZh, schema ?? null, isActive, at]);
    return rows.length === 1;
  }
}
