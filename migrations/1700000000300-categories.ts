import type { MigrationInterface, QueryRunner } from 'typeorm';

export class Categories1700000000300 implements MigrationInterface {
  async up(q: QueryRunner): Promise<void> {
    await q.query(`
      create table categories (
        id uuid primary key,
        parent_id uuid references categories (id),
        -- slugs from the root, 'electronics/audio'; a subtree is a range of it
        path text collate "C" not null,
        depth smallint not null,
        name_en text not null,
        name_zh text not null,
        -- what this category adds to its ancestors' schemas
        attribute_schema jsonb not null,
        is_active boolean not null default true,
        version int not null default 1,
        created_at timestamptz not null,
        updated_at timestamptz not null,
        constraint categories_path_unique unique (path),
        constraint categories_path_slugs check (path ~ '^[a-z0-9]+(-[a-z0-9]+)*(/[a-z0-9]+(-[a-z0-9]+)*)*$'),
        constraint categories_depth_of_path check (depth = array_length(string_to_array(path, '/'), 1) and depth <= 5),
        constraint categories_root_has_no_parent check ((parent_id is null) = (depth = 1))
      );
      create index categories_parent on categories (parent_id);
    `);
  }

  async down(q: QueryRunner): Promise<void> {
    await q.query('drop table categories');
  }
}
