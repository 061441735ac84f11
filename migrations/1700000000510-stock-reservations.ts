import type { MigrationInterface, QueryRunner } from 'typeorm';

export class StockReservations1700000000510 implements MigrationInterface {
  async up(q: QueryRunner): Promise<void> {
    await q.query(`
      create table stock_reservations (
        -- the id of what reserves: an order
        id uuid primary key,
        state text not null default 'active',
        version int not null default 1,
        expires_at timestamptz not null,
        created_at timestamptz not null,
        updated_at timestamptz not null,
        constraint stock_reservations_state check (state in ('active', 'consumed', 'released', 'expired'))
      );
      create index stock_reservations_expiring on stock_reservations (expires_at) where state = 'active';

      create table stock_reservation_lines (
        reservation_id uuid not null references stock_reservations (id),
        variant_id uuid not null,
        quantity int not null,
        constraint stock_reservation_lines_pkey primary key (reservation_id, variant_id),
        constraint stock_reservation_lines_quantity_positive check (quantity > 0)
      );
    `);
  }

  async down(q: QueryRunner): Promise<void> {
    await q.query('drop table stock_reservation_lines; drop table stock_reservations');
  }
}
