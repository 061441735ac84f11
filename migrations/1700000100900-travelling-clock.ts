import type { MigrationInterface, QueryRunner } from 'typeorm';

/** Whether the sandbox's time only rests where it stands, on its way to another time. */
export class TravellingClock1700000100900 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`alter table sandbox_clock add column travelling boolean not null default false`);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query(`alter table sandbox_clock drop column travelling`);
  }
}
