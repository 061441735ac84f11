import { defineLifecycle } from '../../kernel/index.js';

/** One parcel. Carriers repeat and reorder what they say: what lies behind the present state changes nothing. */
export const shipmentLifecycle = defineLifecycle({
  name: 'shipment',
  table: 'shipments',
  states: ['handed_over', 'in_transit', 'out_for_delivery', 'exception', 'delivered'],
  initial: 'handed_over',
  final: ['delivered'],
  transitions: [
    { action: 'scan', from: ['handed_over', 'exception'], to: 'in_transit', by: ['provider'] },
    {
      action: 'send_out',
      from: ['handed_over', 'in_transit', 'exception'],
      to: 'out_for_delivery',
      by: ['provider'],
    },
    {
      action: 'report_problem',
      from: ['handed_over', 'in_transit', 'out_for_delivery'],
      to: 'exception',
      by: ['provider'],
    },
    {
      action: 'deliver',
      from: ['handed_over', 'in_transit', 'out_for_delivery', 'exception'],
      to: 'delivered',
      by: ['provider', 'seller'],
    },
  ],
});

export type ShipmentState = (typeof shipmentLifecycle.states)[number];
export type ShipmentAction = (typeof shipmentLifecycle.transitions)[number]['action'];

/** What a carrier may say, and the action it means. */
export const ACTION_OF_STATUS = {
  in_transit: 'scan',
  out_for_delivery: 'send_out',
  exception: 'report_problem',
  delivered: 'deliver',
} as const satisfies Record<string, ShipmentAction>;

export type CarrierStatus = keyof typeof ACTION_OF_STATUS;
export const CARRIER_STATUSES = Object.keys(ACTION_OF_STATUS) as CarrierStatus[];
