import type { MigrationInterface, QueryRunner } from 'typeorm';
import { DEFAULT_BRANDS } from './data/default-brands.js';
import { DEFAULT_CATEGORIES } from './data/default-categories.js';

/** A tree and brands to start with; the operator edits them through the API. */
export class DefaultCatalog1700000000320 implements MigrationInterface {
  async up(q: QueryRunner): Promise<void> {
    await q.query(
      `insert into categories (id, parent_id, path, depth, name_en, name_zh, attribute_schema, created_at, updated_at)
       select c.id, p.id, c.path, array_length(string_to_array(c.path, '/'), 1), c."nameEn", c."nameZh", c.schema, now(), now()
         from jsonb_to_recordset($1::jsonb) as c(id uuid, path text, "nameEn" text, "nameZh" text, schema jsonb)
         left join jsonb_to_recordset($1::jsonb) as p(id uuid, path text) on c.path like p.path || '/%'
                and array_length(string_to_array(c.path, '/'), 1) = array_length(string_to_array(p.path, '/'), 1) + 1
        order by c.path`,
      [JSON.stringify(DEFAULT_CATEGORIES)],
    );
    await q.query(
      `insert into brands (id, name, name_key, aliases, is_gated, created_at, updated_at)
       select b.id, b.name, lower(normalize(b.name, NFKC)), array(select jsonb_array_elements_text(b.aliases)), b."isGated", now(), now()
         from jsonb_to_recordset($1::jsonb) as b(id uuid, name text, aliases jsonb, "isGated" boolean)`,
      [JSON.stringify(DEFAULT_BRANDS)],
    );
  }

  async down(q: QueryRunner): Promise<void> {
    await q.query('delete from brands where id = any($1::uuid[])', [DEFAULT_BRANDS.map((brand) => brand.id)]);
    await q.query('delete from categories where id = any($1::uuid[])', [DEFAULT_CATEGORIES.map((c) => c.id)]);
  }
}
