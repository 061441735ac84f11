import type { MigrationInterface, QueryRunner } from 'typeorm';

export class Users1700000000100 implements MigrationInterface {
  async up(q: QueryRunner): Promise<void> {
    await q.query(`
      create table users (
        id uuid primary key,
        email_sealed text not null,
        email_index text not null constraint users_email_unique unique,
        password_hash text,
        display_name text not null check (char_length(display_name) between 1 and 80),
        country char(2) not null check (country ~ '^[A-Z]{2}$'),
        locale text not null default 'en' check (locale in ('en', 'zh')),
        version int not null default 1,
        created_at timestamptz not null,
        updated_at timestamptz not null
      )`);
    await q.query(`
      create table staff_role_grants (
        id bigint generated always as identity primary key,
        user_id uuid not null references users,
        role text not null check (role in ('moderator', 'risk', 'finance', 'admin')),
        granted_by text not null,
        granted_at timestamptz not null,
        revoked_by text,
        revoked_at timestamptz,
        check ((revoked_at is null) = (revoked_by is null))
      )`);
    await q.query(`create unique index staff_role_grants_one_open on staff_role_grants (user_id, role)
                     where revoked_at is null`);
    await q.query(`
      create table memberships (
        user_id uuid not null references users,
        seller_id uuid not null,
        role text not null check (role in ('owner', 'manager', 'staff')),
        since timestamptz not null,
        primary key (user_id, seller_id)
      )`);
    await q.query('create index memberships_of_seller on memberships (seller_id)');
  }

  async down(q: QueryRunner): Promise<void> {
    await q.query('drop table memberships');
    await q.query('drop table staff_role_grants');
    await q.query('drop table users');
  }
}
