import type { MigrationInterface, QueryRunner } from 'typeorm';

/** What the marketplace takes of a sale. Rules are only ever added: an order names the version it was priced by. */
export class FeeRules1700000001000 implements MigrationInterface {
  async up(q: QueryRunner): Promise<void> {
    await q.query(`
      create table fee_rules (
        id             uuid primary key,
        version        bigint generated always as identity unique,
        scope          text not null check (scope in ('default', 'category', 'seller')),
        scope_id       uuid,
        commission_bps integer not null check (commission_bps between 0 and 10000),
        tax_bps        integer not null check (tax_bps between 0 and 10000),
        shipping_to    text check (shipping_to in ('seller', 'platform')),
        effective_at   timestamptz not null,
        created_at     timestamptz not null,
        created_by     text not null,
        constraint fee_rules_scope_id check ((scope = 'default') = (scope_id is null)),
        constraint fee_rules_default_is_whole check (scope <> 'default' or shipping_to is not null),
        constraint fee_rules_category_has_no_shipping check (scope <> 'category' or shipping_to is null)
      );
      create index fee_rules_in_force on fee_rules (scope, scope_id, effective_at desc, version desc);
      comment on column fee_rules.shipping_to is
        'Who keeps the shipping money of a seller order; one beneficiary per seller order, so categories cannot say it';

      insert into fee_rules (id, scope, commission_bps, tax_bps, shipping_to, effective_at, created_at, created_by)
      values ('01900000-0000-7000-8000-00000000fee0', 'default', 1000, 0, 'seller', '2000-01-01Z', now(), 'seed');
    `);
  }

  async down(q: QueryRunner): Promise<void> {
    await q.query('drop table fee_rules');
  }
}
