import type { MigrationInterface, QueryRunner } from 'typeorm';

/** Money on its way back to a buyer: one row for each cause, however often it is asked for. */
export class Refunds1700000000701 implements MigrationInterface {
  async up(q: QueryRunner): Promise<void> {
    await q.query(`
      create table refunds (
        id uuid primary key,
        payment_id uuid not null,
        seller_order_id uuid not null,
        source_type text not null,
        source_id text not null,
        state text not null default 'requested' check (state in ('requested', 'succeeded', 'failed')),
        version int not null default 1,
        currency char(3) not null,
        amount bigint not null check (amount > 0),
        reason text not null,
        provider_ref text,
        failure_code text,
        created_at timestamptz not null,
        updated_at timestamptz not null,
        constraint refunds_source unique (source_type, source_id, seller_order_id),
        constraint refunds_part foreign key (payment_id, seller_order_id) references payment_parts
      );
      create index refunds_payment on refunds (payment_id, seller_order_id);
      alter table payment_attempts add constraint payment_attempts_refund foreign key (refund_id) references refunds;
    `);
  }

  async down(q: QueryRunner): Promise<void> {
    await q.query('alter table payment_attempts drop constraint payment_attempts_refund');
    await q.query('drop table refunds');
  }
}
