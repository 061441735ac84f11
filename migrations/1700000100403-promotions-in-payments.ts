import type { MigrationInterface, QueryRunner } from 'typeorm';

/** What the platform adds to a seller order's escrow in place of the buyer, and the fee tax in what a seller earns. */
export class PromotionsInPayments1700000100403 implements MigrationInterface {
  async up(q: QueryRunner): Promise<void> {
    await q.query(`
      alter table payment_parts
        add column promotion bigint not null default 0 check (promotion >= 0),
        add column promotion_returned bigint not null default 0,
        add constraint payment_parts_promotion_returned check (promotion_returned between 0 and promotion);
      alter table refunds add column promotion bigint not null default 0 check (promotion >= 0);
      comment on column payment_parts.promotion is 'The part of a discount that the platform pays; in the escrow besides';
      alter table earnings add column fee_tax bigint not null default 0 check (fee_tax >= 0);
      comment on column earnings.item is 'What the goods cost after the discount that the seller pays';
      comment on column earnings.commission is 'With the other fees of the sale';
    `);
  }

  async down(q: QueryRunner): Promise<void> {
    await q.query(`
      alter table earnings drop column fee_tax;
      alter table refunds drop column promotion;
      alter table payment_parts drop column promotion, drop column promotion_returned;
    `);
  }
}
