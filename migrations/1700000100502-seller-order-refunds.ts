import type { MigrationInterface, QueryRunner } from 'typeorm';

/** Why, by whom and of what units a refund was asked for. */
export class SellerOrderRefunds1700000100502 implements MigrationInterface {
  async up(q: QueryRunner): Promise<void> {
    await q.query(`
      create table seller_order_refunds (
        refund_id uuid primary key references refunds,
        seller_order_id uuid not null references seller_orders,
        reason text not null,
        note text,
        lines jsonb not null,
        shipping bigint not null check (shipping >= 0),
        actor_type text not null,
        actor_id text not null,
        created_at timestamptz not null
      );
      create index seller_order_refunds_of on seller_order_refunds (seller_order_id);
    `);
  }

  async down(q: QueryRunner): Promise<void> {
    await q.query('drop table seller_order_refunds');
  }
}
