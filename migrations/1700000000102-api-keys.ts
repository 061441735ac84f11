import type { MigrationInterface, QueryRunner } from 'typeorm';

export class ApiKeys1700000000102 implements MigrationInterface {
  async up(q: QueryRunner): Promise<void> {
    await q.query(`
      create table api_keys (
        id uuid primary key,
        seller_id uuid not null,
        public_id char(10) not null constraint api_keys_public_id_unique unique,
        name text not null check (char_length(name) between 1 and 80),
        scopes text[] not null check (cardinality(scopes) between 1 and 50),
        allowed_addresses text[] not null default '{}',
        state text not null default 'active' check (state in ('active', 'rotating', 'revoked', 'expired')),
        version int not null default 1,
        created_by text not null,
        created_at timestamptz not null,
        updated_at timestamptz not null,
        expires_at timestamptz,
        last_used_at timestamptz
      )`);
    await q.query('create index api_keys_of_seller on api_keys (seller_id, created_at desc, id desc)');
    await q.query(`
      create table api_key_secrets (
        key_id uuid not null references api_keys on delete cascade,
        hmac bytea not null check (length(hmac) = 32),
        created_at timestamptz not null,
        valid_until timestamptz,
        primary key (key_id, hmac)
      )`);
  }

  async down(q: QueryRunner): Promise<void> {
    await q.query('drop table api_key_secrets');
    await q.query('drop table api_keys');
  }
}
