import type { MigrationInterface, QueryRunner } from 'typeorm';

/** Store credit in payments: besides what the card pays, held until the capture, given back in proportion. */
export class StoreCredit1700000100504 implements MigrationInterface {
  async up(q: QueryRunner): Promise<void> {
    await q.query(`
      alter table payments
        add column store_credit bigint not null default 0 check (store_credit >= 0),
        drop constraint payments_amount_check,
        add constraint payments_amount check (amount >= 0 and amount + store_credit > 0);

      alter table payment_parts
        add column store_credit bigint not null default 0 check (store_credit >= 0),
        add column store_credit_returned bigint not null default 0,
        add column credit_hold_id uuid,
        drop constraint payment_parts_amount_check,
        add constraint payment_parts_amount check (amount >= 0 and amount + store_credit > 0),
        add constraint payment_parts_store_credit_returned check (store_credit_returned between 0 and store_credit),
        add constraint payment_parts_credit_hold check ((credit_hold_id is null) = (store_credit = 0));
      comment on column payment_parts.amount is 'What the card pays';
      comment on column payment_parts.store_credit is 'What the buyer’s store credit pays; in the escrow besides';

      alter table refunds
        add column store_credit bigint not null default 0 check (store_credit >= 0),
        drop constraint refunds_amount_check,
        add constraint refunds_amount check (amount >= 0 and amount + store_credit > 0);
      comment on column refunds.amount is 'What the provider pays back';
    `);
  }

  async down(q: QueryRunner): Promise<void> {
    await q.query(`
      alter table refunds drop constraint refunds_amount, drop column store_credit,
        add constraint refunds_amount_check check (amount > 0);
      alter table payment_parts drop constraint payment_parts_amount, drop constraint payment_parts_credit_hold,
        drop column credit_hold_id, drop column store_credit_returned, drop column store_credit,
        add constraint payment_parts_amount_check check (amount > 0);
      alter table payments drop constraint payments_amount, drop column store_credit,
        add constraint payments_amount_check check (amount > 0);
    `);
  }
}
