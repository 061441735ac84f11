import type { MigrationInterface, QueryRunner } from 'typeorm';

/** Baskets of buyers: what they want, and the prices they last saw. */
export class Carts1700000001100 implements MigrationInterface {
  async up(q: QueryRunner): Promise<void> {
    await q.query(`
      create table carts (
        id         uuid primary key,
        buyer_id   uuid not null,
        state      text not null default 'open' check (state in ('open', 'ordered')),
        currency   text,
        version    integer not null default 1,
        created_at timestamptz not null,
        updated_at timestamptz not null
      );
      create index carts_of_buyer on carts (buyer_id, created_at desc, id desc) where state = 'open';

      create table cart_lines (
        cart_id           uuid not null references carts (id) on delete cascade,
        variant_id        uuid not null,
        quantity          integer not null check (quantity between 1 and 9999),
        seen_unit_price   bigint not null,
        seen_shipping_fee bigint not null,
        added_at          timestamptz not null,
        primary key (cart_id, variant_id)
      );
      comment on column cart_lines.seen_unit_price is
        'Minor units; the price the buyer agreed to by adding the line, changing it or accepting a new quote';
    `);
  }

  async down(q: QueryRunner): Promise<void> {
    await q.query('drop table cart_lines, carts');
  }
}
