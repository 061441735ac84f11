import type { MigrationInterface, QueryRunner } from 'typeorm';

/** What a bank sends is kept as it came, also when it is not JSON. */
export class MessagesAsTheyCame1700000415001 implements MigrationInterface {
  async up(q: QueryRunner): Promise<void> {
    await q.query('alter table payout_provider_events alter column body type text using body::text');
  }

  async down(q: QueryRunner): Promise<void> {
    await q.query(`
      alter table payout_provider_events alter column body type jsonb
        using case when body is json then body::jsonb else to_jsonb(body) end`);
  }
}
