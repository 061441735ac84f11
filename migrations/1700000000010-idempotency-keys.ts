import type { MigrationInterface, QueryRunner } from 'typeorm';

export class IdempotencyKeys1700000000010 implements MigrationInterface {
  async up(q: QueryRunner): Promise<void> {
    await q.query(`
      create table idempotency_keys (
        principal text not null,
        key text not null check (length(key) between 1 and 255),
        fingerprint bytea not null check (length(fingerprint) = 32),
        response text,
        created_at timestamptz not null default now(),
        expires_at timestamptz not null,
        constraint idempotency_keys_pkey primary key (principal, key)
      );
      create index idempotency_keys_expires_at_idx on idempotency_keys (expires_at);
      comment on column idempotency_keys.response is 'the answer as sealed JSON; it may hold what is shown only once';
    `);
  }

  async down(q: QueryRunner): Promise<void> {
    await q.query('drop table idempotency_keys');
  }
}
