import type { MigrationInterface, QueryRunner } from 'typeorm';

/**
 * Of what banks took back: what was lost for good and paid out of the sale itself, and what the platform bore instead,
 * so that the sale kept it.
 */
export class LostToBanks1700000170701 implements MigrationInterface {
  async up(q: QueryRunner): Promise<void> {
    await q.query(`
      alter table payment_parts add column lost bigint not null default 0;
      update payment_parts p set lost = s.amount
        from (select c.payment_id, s.seller_order_id, sum(s.amount) as amount
                from chargeback_shares s join chargebacks c on c.id = s.chargeback_id
                left join seller_orders o on o.id = s.seller_order_id
               where c.state in ('lost', 'accepted') and (c.liable = 'seller' or o.state = 'cancelled')
               group by 1, 2) s
       where s.payment_id = p.payment_id and s.seller_order_id = p.seller_order_id;
      alter table payment_parts add constraint payment_parts_lost check (lost between 0 and charged_back);
      comment on column payment_parts.lost is 'Of what a bank took back: decided, and taken out of the sale';

      alter table chargeback_shares add column absorbed bigint not null default 0,
        add constraint chargeback_shares_absorbed check (absorbed between 0 and amount);
      comment on column chargeback_shares.absorbed is 'Borne by the platform while the sale kept its money';
      create index chargebacks_order on chargebacks (order_id);
    `);
  }

  async down(q: QueryRunner): Promise<void> {
    await q.query(`
      drop index chargebacks_order;
      alter table chargeback_shares drop column absorbed;
      alter table payment_parts drop column lost;
    `);
  }
}
