import type { MigrationInterface, QueryRunner } from 'typeorm';

/**
 * What card holders' banks took back, counted with the refunds: both together never exceed what was captured. A refund
 * that a chargeback overtook is paid by it as far as the chargeback goes.
 */
export class ChargedBack1700000100600 implements MigrationInterface {
  async up(q: QueryRunner): Promise<void> {
    await q.query(`
      alter table payments add column charged_back bigint not null default 0 check (charged_back >= 0),
        drop constraint payments_refunded,
        add constraint payments_refunded check (refunded >= 0 and refunded + charged_back <= captured);
      alter table payment_parts add column charged_back bigint not null default 0 check (charged_back >= 0),
        drop constraint payment_parts_refunded,
        add constraint payment_parts_refunded check (refunded >= 0 and refunded + charged_back <= captured);
      alter table refunds add column charged_back bigint not null default 0,
        add constraint refunds_charged_back check (charged_back between 0 and amount);
      comment on column refunds.charged_back is 'What the buyer got through his bank before the refund reached his card';
      alter table payment_disputes add column fee bigint not null default 0 check (fee >= 0);
      comment on column payment_disputes.fee is 'What the provider has taken for the dispute and not given back';
    `);
  }

  async down(q: QueryRunner): Promise<void> {
    await q.query(`
      alter table payment_disputes drop column fee;
      alter table refunds drop column charged_back;
      alter table payment_parts drop constraint payment_parts_refunded, drop column charged_back,
        add constraint payment_parts_refunded check (refunded between 0 and captured);
      alter table payments drop constraint payments_refunded, drop column charged_back,
        add constraint payments_refunded check (refunded between 0 and captured);
    `);
  }
}
