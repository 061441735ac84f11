import type { MigrationInterface, QueryRunner } from 'typeorm';

export class Brands1700000000310 implements MigrationInterface {
  async up(q: QueryRunner): Promise<void> {
    await q.query(`
      create table brands (
        id uuid primary key,
        name text not null,
        -- normalised name; two spellings of one brand cannot both exist
        name_key text not null,
        aliases text[] not null,
        -- only authorised sellers list it without a moderator's look
        is_gated boolean not null,
        version int not null default 1,
        created_at timestamptz not null,
        updated_at timestamptz not null,
        constraint brands_name_unique unique (name_key)
      );

      create table brand_authorisations (
        brand_id uuid not null references brands (id),
        seller_id uuid not null,
        evidence text not null,
        valid_until timestamptz,
        granted_by text not null,
        granted_at timestamptz not null,
        revoked_at timestamptz,
        revoked_by text,
        constraint brand_authorisations_pkey primary key (brand_id, seller_id, granted_at),
        constraint brand_authorisations_revocation check ((revoked_at is null) = (revoked_by is null))
      );
      create unique index brand_authorisations_one_live on brand_authorisations (brand_id, seller_id)
        where revoked_at is null;
    `);
  }

  async down(q: QueryRunner): Promise<void> {
    await q.query('drop table brand_authorisations; drop table brands');
  }
}
