import type { MigrationInterface, QueryRunner } from 'typeorm';

/** Invitations from before have no code: nobody accepts them any more, and they expire. */
export class InvitationCodes1700000408001 implements MigrationInterface {
  async up(q: QueryRunner): Promise<void> {
    await q.query('alter table seller_invitations add column acceptance_hash bytea');
  }

  async down(q: QueryRunner): Promise<void> {
    await q.query('alter table seller_invitations drop column acceptance_hash');
  }
}
