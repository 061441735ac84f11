import type { MigrationInterface, QueryRunner } from 'typeorm';

/** What keeps the silence of a buyer from confirming a delivery: while it is open, nothing is taken for granted. */
export class StoppedConfirmations1700000404003 implements MigrationInterface {
  async up(q: QueryRunner): Promise<void> {
    await q.query(`
      create table seller_order_stops (
        seller_order_id uuid not null references seller_orders,
        source_type text not null,
        source_id text not null,
        opened_at timestamptz not null,
        closed_at timestamptz check (closed_at >= opened_at),
        primary key (seller_order_id, source_type, source_id)
      );
      insert into seller_order_stops (seller_order_id, source_type, source_id, opened_at)
        select s.seller_order_id, 'chargeback', c.id::text, c.opened_at
          from chargebacks c join chargeback_shares s on s.chargeback_id = c.id
          join seller_orders o on o.id = s.seller_order_id
         where c.state in ('opened', 'evidence_due', 'submitted');
    `);
  }

  async down(q: QueryRunner): Promise<void> {
    await q.query('drop table seller_order_stops');
  }
}
