import type { MigrationInterface, QueryRunner } from 'typeorm';

/** Timers: one open row per kind and subject. A schedule is a row that moves on (`every_ms`) instead of closing. */
export class Deadlines1700000000002 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      create table deadlines (
        id         bigint generated always as identity primary key,
        kind       text not null,
        subject_id text not null,
        due_at     timestamptz not null,
        every_ms   bigint,
        closed_at  timestamptz,
        outcome    text,
        created_at timestamptz not null default clock_timestamp(),
        constraint deadlines_every check (every_ms > 0),
        constraint deadlines_outcome check (outcome in ('fired', 'cancelled')),
        constraint deadlines_closed check ((closed_at is null) = (outcome is null))
      )`);
    await runner.query(`create unique index deadlines_open on deadlines (kind, subject_id) where closed_at is null`);
    await runner.query(`create index deadlines_due on deadlines (due_at, id) where closed_at is null`);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query(`drop table deadlines`);
  }
}
