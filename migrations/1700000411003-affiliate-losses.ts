import type { MigrationInterface, QueryRunner } from 'typeorm';

/** What banks took back of a referred sale: its commission waits for the verdict, and goes back with the money. */
export class AffiliateLosses1700000411003 implements MigrationInterface {
  async up(q: QueryRunner): Promise<void> {
    await q.query(`
      create view affiliate_losses as
        select s.seller_order_id, bool_or(c.state not in ('won', 'lost', 'accepted')) as is_open,
               sum(s.absorbed)::bigint as absorbed, max(p.amount) as amount
          from chargeback_shares s
          join chargebacks c on c.id = s.chargeback_id
          join payment_parts p on p.payment_id = c.payment_id and p.seller_order_id = s.seller_order_id
         group by s.seller_order_id;
      comment on view affiliate_losses is 'What the platform bears of what card holders paid for a seller order';

      alter table affiliate_claw_backs drop constraint affiliate_claw_backs_pkey;
      alter table affiliate_claw_backs rename column refund_id to source_id;
      alter table affiliate_claw_backs add primary key (source_id, referral_id);
      comment on column affiliate_claw_backs.source_id is 'A refund, or a chargeback that was lost';
    `);
  }

  async down(q: QueryRunner): Promise<void> {
    await q.query(`
      alter table affiliate_claw_backs drop constraint affiliate_claw_backs_pkey;
      delete from affiliate_claw_backs where source_id in (select id from chargebacks);
      alter table affiliate_claw_backs rename column source_id to refund_id;
      alter table affiliate_claw_backs add primary key (refund_id);
      drop view affiliate_losses;
    `);
  }
}
