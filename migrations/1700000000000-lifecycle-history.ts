import type { MigrationInterface, QueryRunner } from 'typeorm';

export class LifecycleHistory1700000000000 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      create table lifecycle_history (
        id           bigint generated always as identity primary key,
        subject_type text not null,
        subject_id   uuid not null,
        from_state   text,
        to_state     text not null,
        action       text not null,
        actor_type   text not null,
        actor_id     text not null,
        reason       text,
        at           timestamptz not null
      )`);
    await runner.query(`create index lifecycle_history_subject on lifecycle_history (subject_id, subject_type, id)`);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query(`drop table lifecycle_history`);
  }
}
