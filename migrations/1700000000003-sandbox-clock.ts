import type { MigrationInterface, QueryRunner } from 'typeorm';

/** The sandbox's time, shared by its processes: the host's time plus an offset, or standing still. */
export class SandboxClock1700000000003 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      create table sandbox_clock (
        id        int primary key default 1,
        offset_ms bigint not null,
        frozen_at timestamptz,
        version   bigint not null default 1,
        constraint sandbox_clock_single check (id = 1)
      )`);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query(`drop table sandbox_clock`);
  }
}
