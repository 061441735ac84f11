import type { MigrationInterface, QueryRunner } from 'typeorm';

/** What refunds took of an earning and where they found it, what they took of its net and of reserve lots. */
export class EarningRefunds1700000100501 implements MigrationInterface {
  async up(q: QueryRunner): Promise<void> {
    await q.query(`
      create table earning_refunds (
        refund_id uuid primary key,
        seller_order_id uuid not null,
        seller_id uuid not null,
        currency char(3) not null references ledger.currency,
        stage text not null check (stage in ('escrow', 'pending', 'released')),
        item bigint not null check (item >= 0),
        tax bigint not null check (tax >= 0),
        shipping bigint not null check (shipping >= 0),
        commission bigint not null check (commission >= 0),
        fee_tax bigint not null check (fee_tax >= 0),
        from_pending bigint not null default 0 check (from_pending >= 0),
        from_available bigint not null default 0 check (from_available >= 0),
        from_reserve bigint not null default 0 check (from_reserve >= 0),
        owed bigint not null default 0 check (owed >= 0),
        taken_at timestamptz not null
      );
      create index earning_refunds_seller_order on earning_refunds (seller_order_id);
      comment on column earning_refunds.owed is 'What the seller did not have any more: now a debt';

      alter table earnings add column taken bigint not null default 0,
        add constraint earnings_taken check (taken between 0 and net);
      comment on column earnings.taken is 'What refunds took of the net during its hold';
      alter table reserve_lots add column taken bigint not null default 0,
        add constraint reserve_lots_taken check (taken between 0 and amount);
      comment on column reserve_lots.taken is 'What refunds took of the lot before its release';
    `);
  }

  async down(q: QueryRunner): Promise<void> {
    await q.query(`
      alter table reserve_lots drop column taken;
      alter table earnings drop column taken;
      drop table earning_refunds;
    `);
  }
}
