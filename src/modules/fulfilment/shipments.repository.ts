import { Injectable } from '@nestjs/common';
import type { Id } from '../../kernel/index.js';
import { query, statement, violatedConstraint, type Tx } from '../../platform/database/index.js';
import { defineRetention } from '../../platform/housekeeping/index.js';
import { ParcelKnown } from './fulfilment.errors.js';
import type { Units } from './shipment.domain.js';
import type { CarrierStatus, ShipmentState } from './shipment.lifecycle.js';

export interface ShipmentRow {
  readonly id: Id<'shp'>;
  readonly sellerOrderId: Id<'sor'>;
  readonly carrier: string;
  readonly trackingNumber: string;
  readonly state: ShipmentState;
  readonly createdAt: Date;
  readonly lastEventAt: Date | null;
  readonly deliveredAt: Date | null;
  readonly lines: readonly Units[];
}

export interface CarrierEvent {
  readonly carrier: string;
  readonly eventId: string;
  readonly trackingNumber: string;
  readonly status: CarrierStatus;
  readonly occurredAt: Date;
}

const SHIPMENT = `
  select s.id, s.seller_order_id as "sellerOrderId", s.carrier, s.tracking_number as "trackingNumber", s.state,
         s.created_at as "createdAt", s.last_event_at as "lastEventAt", s.delivered_at as "deliveredAt",
         (select jsonb_agg(jsonb_build_object('lineId', l.line_id, 'quantity', l.quantity) order by l.line_id)
            from shipment_lines l where l.shipment_id = s.id) as lines
    from shipments s`;

const ofSellerOrder = statement<[id: string], ShipmentRow>(
  'fulfilment.shipments-of',
  `${SHIPMENT} where s.seller_order_id = $1 order by s.id`,
);

const lockParcel = statement<[parcel: string], unknown>(
  'fulfilment.lock-parcel',
  'select pg_advisory_xact_lock(hashtextextended($1, 0))',
);

const sellerOrdersOfParcel = statement<[carrier: string, trackingNumber: string], { id: Id<'sor'> }>(
  'fulfilment.seller-orders-of-parcel',
  'select distinct seller_order_id as id from shipments where carrier = $1 and tracking_number = $2 order by 1',
);

const insert = statement<
  [
    id: string,
    sellerOrderId: string,
    carrier: string,
    trackingNumber: string,
    state: string,
    at: Date,
    lineIds: string[],
    quantities: number[],
  ],
  never
>(
  'fulfilment.insert-shipment',
  `with parcel as (
     insert into shipments (id, seller_order_id, carrier, tracking_number, state, created_at, updated_at)
     values ($1, $2, $3, $4, $5, $6, $6))
   insert into shipment_lines (shipment_id, line_id, quantity)
   select $1, l, q from unnest($7::uuid[], $8::int[]) as u(l, q)`,
);

const stamp = statement<[ids: string[], lastEventAt: Date | null, deliveredAt: Date | null], never>(
  'fulfilment.stamp',
  `update shipments set last_event_at = greatest(last_event_at, $2), delivered_at = coalesce(delivered_at, $3)
    where id = any($1::uuid[])`,
);

const storeEvent = statement<
  [carrier: string, eventId: string, trackingNumber: string, status: string, occurredAt: Date, receivedAt: Date],
  { eventId: string }
>(
  'fulfilment.store-carrier-event',
  `insert into carrier_events (carrier, event_id, tracking_number, status, occurred_at, received_at)
   values ($1, $2, $3, $4, $5, $6) on conflict do nothing returning event_id as "eventId"`,
);

const storedEvents = statement<[carrier: string, trackingNumber: string], CarrierEvent>(
  'fulfilment.stored-carrier-events',
  `select carrier, event_id as "eventId", tracking_number as "trackingNumber", status, occurred_at as "occurredAt"
     from carrier_events where carrier = $1 and tracking_number = $2 order by occurred_at, event_id`,
);

/** Longer than any parcel is on its way; where it was in the end is recorded with its shipment. */
defineRetention({ table: 'carrier_events', endedAt: 'received_at', keep: 'P180D' });

@Injectable()
export class ShipmentsRepository {
  ofSellerOrder(tx: Tx, id: Id<'sor'>): Promise<ShipmentRow[]> {
    return query(tx, ofSellerOrder, [id]);
  }

  /** Lets one transaction at a time bring a parcel and the news of it together. Lock it before the seller order. */
  async lockParcel(tx: Tx, carrier: string, trackingNumber: string): Promise<void> {
    await query(tx, lockParcel, [`parcel ${carrier} ${trackingNumber}`]);
  }

  /** In the order of their ids, which is the order to lock them in. */
  async sellerOrdersOfParcel(tx: Tx, carrier: string, trackingNumber: string): Promise<Id<'sor'>[]> {
    return (await query(tx, sellerOrdersOfParcel, [carrier, trackingNumber])).map((row) => row.id);
  }

  /** @throws ParcelKnown */
  async insert(tx: Tx, shipment: Omit<ShipmentRow, 'lastEventAt' | 'deliveredAt'>): Promise<void> {
    const { id, sellerOrderId, carrier, trackingNumber, state, createdAt, lines } = shipment;
    const lineIds = lines.map((line) => line.lineId);
    const quantities = lines.map((line) => line.quantity);
    try {
      await query(tx, insert, [id, sellerOrderId, carrier, trackingNumber, state, createdAt, lineIds, quantities]);
    } catch (error) {
      if (violatedConstraint(error) === 'shipments_parcel_once') throw new ParcelKnown({});
      throw error;
    }
  }

  async stamp(tx: Tx, ids: readonly string[], at: { lastEventAt?: Date; deliveredAt?: Date }): Promise<void> {
    await query(tx, stamp, [[...ids], at.lastEventAt ?? null, at.deliveredAt ?? null]);
  }

  /** False when the carrier has sent it before. */
  async storeEvent(tx: Tx, event: CarrierEvent, receivedAt: Date): Promise<boolean> {
    const { carrier, eventId, trackingNumber, status, occurredAt } = event;
    return (
      (await query(tx, storeEvent, [carrier, eventId, trackingNumber, status, occurredAt, receivedAt])).length === 1
    );
  }

  /** Also those that came before the parcel was known, oldest first. */
  storedEvents(tx: Tx, carrier: string, trackingNumber: string): Promise<CarrierEvent[]> {
    return query(tx, storedEvents, [carrier, trackingNumber]);
  }
}
