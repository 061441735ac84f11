import type { MigrationInterface, QueryRunner } from 'typeorm';

/** Payments that are owed: who owes them, and since a seller accepted, how much for its part. */
export class PaymentsOnAccount1700000170401 implements MigrationInterface {
  async up(q: QueryRunner): Promise<void> {
    await q.query(`
      alter table payments add column account_id uuid,
        add constraint payments_on_account check ((account_id is null) = (provider <> 'on_account'));
      comment on column payments.account_id is 'Who owes the payment; null where it is paid when it is ordered';
      alter table payment_parts add column booked bigint check (booked between 0 and amount);
      comment on column payment_parts.booked is 'What the account owes for the part, from the acceptance on';
      alter table orders add column account_id uuid;
    `);
  }

  async down(q: QueryRunner): Promise<void> {
    await q.query(`
      alter table orders drop column account_id;
      alter table payment_parts drop column booked;
      alter table payments drop constraint payments_on_account, drop column account_id;
    `);
  }
}
