import { allowedActions, toWire, type Party } from '../../kernel/index.js';
import type { ShipmentView } from './fulfilment.dto.js';
import { shipmentLifecycle } from './shipment.lifecycle.js';
import type { ShipmentRow } from './shipments.repository.js';

export function shipmentView(row: ShipmentRow, parties: readonly Party[]): ShipmentView {
  return {
    id: toWire('shp', row.id),
    sellerOrderId: toWire('sor', row.sellerOrderId),
    carrier: row.carrier,
    trackingNumber: row.trackingNumber,
    state: row.state,
    lines: row.lines.map(({ lineId, quantity }) => ({ lineId: toWire('lin', lineId), quantity })),
    handedOverAt: row.createdAt.toISOString(),
    ...(row.deliveredAt && { deliveredAt: row.deliveredAt.toISOString() }),
    allowedActions: allowedActions(shipmentLifecycle, row.state, parties),
  };
}
