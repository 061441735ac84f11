import type { MigrationInterface, QueryRunner } from 'typeorm';

export class Sessions1700000000101 implements MigrationInterface {
  async up(q: QueryRunner): Promise<void> {
    await q.query(`
      create table sessions (
        id uuid primary key,
        user_id uuid not null references users,
        device bytea not null,
        started_at timestamptz not null,
        expires_at timestamptz not null,
        ended_at timestamptz,
        ended_because text,
        check ((ended_at is null) = (ended_because is null))
      )`);
    await q.query('create index sessions_open_of_user on sessions (user_id) where ended_at is null');
    await q.query('create index sessions_by_expiry on sessions (expires_at)');
    await q.query(`
      create table session_tokens (
        hash bytea primary key check (length(hash) = 32),
        session_id uuid not null references sessions on delete cascade,
        kind text not null check (kind in ('access', 'refresh')),
        issued_at timestamptz not null,
        expires_at timestamptz not null,
        used_at timestamptz
      )`);
    await q.query('create index session_tokens_of_session on session_tokens (session_id)');
  }

  async down(q: QueryRunner): Promise<void> {
    await q.query('drop table session_tokens');
    await q.query('drop table sessions');
  }
}
