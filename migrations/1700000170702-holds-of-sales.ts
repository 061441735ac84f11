import type { MigrationInterface, QueryRunner } from 'typeorm';

/** Holds know the sale that they are about: its refunds draw on what is held for it before anything else is touched. */
export class HoldsOfSales1700000170702 implements MigrationInterface {
  async up(q: QueryRunner): Promise<void> {
    await q.query(`
      alter table seller_holds add column seller_order_id uuid,
        add column drawn bigint not null default 0 check (drawn >= 0);
      update seller_holds h set seller_order_id = s.seller_order_id
        from chargeback_shares s where h.source_type = 'chargeback' and h.source_id = s.id::text;
      create index seller_holds_seller_order on seller_holds (seller_order_id) where state = 'active';
      comment on column seller_holds.drawn is 'What refunds of the sale took out of the hold; no part of what is held';
    `);
  }

  async down(q: QueryRunner): Promise<void> {
    await q.query(`
      drop index seller_holds_seller_order;
      alter table seller_holds drop column drawn, drop column seller_order_id;
    `);
  }
}
