import type { MigrationInterface, QueryRunner } from 'typeorm';

/** What a seller settles in of a share that is paid in another currency, at which quote, and what of it went back. */
export class FxInPayments1700000170303 implements MigrationInterface {
  async up(q: QueryRunner): Promise<void> {
    await q.query(`
      alter table payment_parts
        add column quote_id uuid,
        add column settled_currency char(3),
        add column settled bigint check (settled > 0),
        add column spread bigint check (spread >= 0),
        add column settled_back bigint not null default 0,
        add column paid_back bigint not null default 0,
        add constraint payment_parts_converted check (num_nulls(quote_id, settled_currency, settled, spread) in (0, 4)),
        add constraint payment_parts_settled_back check (settled_back between 0 and coalesce(settled, 0)),
        add constraint payment_parts_paid_back
          check (paid_back between 0 and case when settled is null then 0 else amount + store_credit end);
      comment on column payment_parts.settled is 'What the share costs in the currency that its seller settles in';
      comment on column payment_parts.promotion is
        'The part of a discount that the platform pays; in the escrow besides, in the currency that the seller settles in';

      alter table refunds
        add column settled_currency char(3),
        add column settled bigint check (settled >= 0),
        add column spread bigint check (spread >= 0),
        add constraint refunds_converted check (num_nulls(settled_currency, settled, spread) in (0, 3));
      comment on column refunds.settled is 'What it takes of the sale, in the currency that the seller settles in';

      alter table seller_orders
        add column quote_id uuid,
        add column payment_currency text,
        add column payment_total bigint check (payment_total > 0),
        add constraint seller_orders_converted check (num_nulls(quote_id, payment_currency, payment_total) in (0, 3)),
        add constraint seller_orders_two_currencies check (payment_currency <> currency);
      comment on column seller_orders.payment_total is 'What the buyer pays for it; null: in the currency of the total';

      alter table carts add column is_mixed boolean not null default false,
        add constraint carts_mixed check (not (is_mixed and currency is not null));
    `);
  }

  async down(q: QueryRunner): Promise<void> {
    await q.query(`
      alter table carts drop column is_mixed;
      alter table seller_orders drop column quote_id, drop column payment_currency, drop column payment_total;
      alter table refunds drop column settled_currency, drop column settled, drop column spread;
      alter table payment_parts drop column quote_id, drop column settled_currency, drop column settled,
        drop column spread, drop column settled_back, drop column paid_back;
    `);
  }
}
