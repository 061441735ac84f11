import type { MigrationInterface, QueryRunner } from 'typeorm';

/** What a sandbox has minted under a name that a tool gave; always empty in production. */
export class SandboxReferences1700000001690 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      create table sandbox_references (
        kind text not null,
        reference text not null,
        answer jsonb not null,
        primary key (kind, reference)
      )`);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('drop table sandbox_references');
  }
}
