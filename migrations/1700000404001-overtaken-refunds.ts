import type { MigrationInterface, QueryRunner } from 'typeorm';

/**
 * What open chargebacks cover of refunds that are on the way: it is not sent while that is undecided, and one euro is
 * never covered by two of them. And what the buyer got by both ways after all.
 */
export class OvertakenRefunds1700000404001 implements MigrationInterface {
  async up(q: QueryRunner): Promise<void> {
    await q.query(`
      alter table refunds add column overtaken bigint not null default 0,
        add column paid_twice bigint not null default 0,
        drop constraint refunds_charged_back,
        add constraint refunds_charged_back check (charged_back >= 0);
      with covered as (
        select c.payment_id, s.seller_order_id, sum(s.covered) as covered
          from chargeback_shares s join chargebacks c on c.id = s.chargeback_id
         where c.state in ('opened', 'evidence_due', 'submitted') and s.covered > 0 group by 1, 2
      ), waiting as (
        select r.id, r.amount - r.charged_back as open, c.covered,
               coalesce(sum(r.amount - r.charged_back) over (partition by r.payment_id, r.seller_order_id order by r.id
                 rows between unbounded preceding and 1 preceding), 0) as before
          from refunds r join covered c using (payment_id, seller_order_id) where r.state = 'requested'
      )
      update refunds r set overtaken = least(w.open, greatest(0, w.covered - w.before)) from waiting w where w.id = r.id;
      alter table refunds
        add constraint refunds_overtaken check (overtaken >= 0 and charged_back + overtaken <= amount),
        add constraint refunds_overtaken_open check (overtaken = 0 or state = 'requested'),
        add constraint refunds_paid_twice check (paid_twice between 0 and charged_back);
      comment on column refunds.overtaken is 'Covered by chargebacks that are not decided; not sent to the card before';
      comment on column refunds.paid_twice is 'Of charged_back: what the card got as well, the loss of the platform';
    `);
  }

  async down(q: QueryRunner): Promise<void> {
    await q.query(`
      alter table refunds drop column overtaken, drop column paid_twice, drop constraint refunds_charged_back,
        add constraint refunds_charged_back check (charged_back between 0 and amount);
    `);
  }
}
