import type { MigrationInterface, QueryRunner } from 'typeorm';

/** Parcels, what is in them, and what carriers say about them. */
export class Shipments1700000001300 implements MigrationInterface {
  async up(q: QueryRunner): Promise<void> {
    await q.query(`
      create table shipments (
        id              uuid primary key,
        seller_order_id uuid not null references seller_orders (id),
        carrier         text not null,
        tracking_number text not null,
        state           text not null,
        version         integer not null default 1,
        created_at      timestamptz not null,
        updated_at      timestamptz not null,
        last_event_at   timestamptz,
        delivered_at    timestamptz,
        constraint shipments_parcel_once unique (seller_order_id, carrier, tracking_number)
      );
      create index shipments_of_parcel on shipments (carrier, tracking_number);

      create table shipment_lines (
        shipment_id uuid not null references shipments (id),
        line_id     uuid not null references order_lines (id),
        quantity    integer not null check (quantity > 0),
        primary key (shipment_id, line_id)
      );

      create table carrier_events (
        carrier         text not null,
        event_id        text not null,
        tracking_number text not null,
        status          text not null,
        occurred_at     timestamptz not null,
        received_at     timestamptz not null,
        primary key (carrier, event_id)
      );
      create index carrier_events_of_parcel on carrier_events (carrier, tracking_number, occurred_at);
    `);
  }

  async down(q: QueryRunner): Promise<void> {
    await q.query('drop table carrier_events, shipment_lines, shipments');
  }
}
