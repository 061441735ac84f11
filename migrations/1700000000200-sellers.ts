import type { MigrationInterface, QueryRunner } from 'typeorm';

export class Sellers1700000000200 implements MigrationInterface {
  async up(q: QueryRunner): Promise<void> {
    await q.query(`
      create table sellers (
        id uuid primary key,
        kind text not null check (kind in ('private', 'business')),
        state text not null check (state in ('applied', 'onboarding', 'in_review', 'active', 'restricted', 'suspended',
                                             'rejected', 'closed')),
        version int not null default 1,
        display_name text not null check (char_length(display_name) between 1 and 80),
        about text not null default '' check (char_length(about) <= 2000),
        country char(2) not null check (country ~ '^[A-Z]{2}$'),
        currency char(3) not null check (currency ~ '^[A-Z]{3}$'),
        tier text not null default 'T0' check (tier in ('T0', 'T1', 'T2', 'T3')),
        legal_name_sealed text,
        tax_id_sealed text,
        tax_id_index text,
        created_at timestamptz not null,
        updated_at timestamptz not null
      )`);
    await q.query('create index sellers_by_state on sellers (state, created_at desc, id desc)');
    await q.query('create index sellers_by_age on sellers (created_at desc, id desc)');
    await q.query('create index sellers_by_tax_id on sellers (tax_id_index) where tax_id_index is not null');
    await q.query(`
      create table seller_verifications (
        id uuid primary key,
        seller_id uuid not null references sellers,
        documents jsonb not null,
        submitted_by text not null,
        submitted_at timestamptz not null,
        needs_operator boolean not null default false,
        outcome text check (outcome in ('verified', 'more_documents', 'rejected')),
        missing text[] not null default '{}',
        reason text,
        decided_by text,
        decided_at timestamptz,
        check ((outcome is null) = (decided_at is null))
      )`);
    await q.query(`create unique index seller_verifications_one_open on seller_verifications (seller_id)
                     where outcome is null`);
    await q.query('create index seller_verifications_latest on seller_verifications (seller_id, submitted_at desc)');
  }

  async down(q: QueryRunner): Promise<void> {
    await q.query('drop table seller_verifications');
    await q.query('drop table sellers');
  }
}
