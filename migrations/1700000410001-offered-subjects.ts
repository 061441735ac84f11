import type { MigrationInterface, QueryRunner } from 'typeorm';

/** Whether something was ever offered that a moderator had to let through: asked whenever somebody reports it. */
export class OfferedSubjects1700000410001 implements MigrationInterface {
  async up(q: QueryRunner): Promise<void> {
    await q.query(`create index moderation_cases_approved on moderation_cases (subject_id) where decision = 'approve'`);
  }

  async down(q: QueryRunner): Promise<void> {
    await q.query('drop index moderation_cases_approved');
  }
}
