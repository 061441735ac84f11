import { defineLifecycle } from '../../kernel/index.js';

/** What one seller fills of an order; the state of the whole order is derived from these. */
export const sellerOrderLifecycle = defineLifecycle({
  name: 'seller_order',
  table: 'seller_orders',
  states: [
    'pending_payment',
    'on_hold',
    'awaiting_acceptance',
    'accepted',
    'shipped',
    'delivered',
    'confirmed',
    'completed',
    'cancelled',
    'expired',
  ],
  initial: 'pending_payment',
  final: ['completed', 'cancelled', 'expired'],
  transitions: [
    { action: 'hold', from: ['pending_payment'], to: 'on_hold', by: ['system'], guard: 'the payment is held by risk' },
    {
      action: 'pay',
      from: ['pending_payment', 'on_hold'],
      to: 'awaiting_acceptance',
      by: ['provider'],
      guard: 'the payment is captured',
    },
    {
      action: 'void',
      from: ['pending_payment', 'on_hold'],
      to: 'cancelled',
      by: ['risk', 'provider'],
      guard: 'the payment is voided or has failed',
    },
    { action: 'expire', from: ['pending_payment'], to: 'expired', by: ['timer'], timer: 'PT30M after the order' },
    { action: 'accept', from: ['awaiting_acceptance'], to: 'accepted', by: ['seller'] },
    { action: 'refuse', from: ['awaiting_acceptance', 'accepted'], to: 'cancelled', by: ['seller'] },
    { action: 'cancel', from: ['awaiting_acceptance', 'accepted'], to: 'cancelled', by: ['buyer'] },
    {
      action: 'lapse_acceptance',
      from: ['awaiting_acceptance'],
      to: 'cancelled',
      by: ['timer'],
      timer: 'P3D after the payment',
    },
    { action: 'lapse_shipment', from: ['accepted'], to: 'cancelled', by: ['timer'], timer: 'P90D after ship-by' },
    { action: 'ship', from: ['accepted'], to: 'shipped', by: ['seller'] },
    {
      action: 'deliver',
      from: ['shipped'],
      to: 'delivered',
      by: ['seller', 'provider', 'timer'],
      timer: 'the latest estimate or the longest transit of the category, and its grace, without news of it',
    },
    {
      action: 'confirm',
      from: ['shipped', 'delivered'],
      to: 'confirmed',
      by: ['buyer', 'timer'],
      timer: 'P7D after delivery',
      guard:
        'of what is on its way only the buyer can say that it has arrived, and only when all of it is; ' +
        'silence confirms nothing while the payment is disputed',
    },
    {
      action: 'complete',
      from: ['confirmed'],
      to: 'completed',
      by: ['timer'],
      timer: 'P14D after delivery',
      guard: 'the payment is not disputed',
    },
  ],
});

export type SellerOrderState = (typeof sellerOrderLifecycle.states)[number];
export type SellerOrderAction = (typeof sellerOrderLifecycle.transitions)[number]['action'];

/** How long each party may stay silent. */
export const WINDOWS = {
  payment: 'PT30M',
  /** After an approver of a company has confirmed the order: whoever asked may not be there. */
  approvedPayment: 'P1D',
  acceptance: 'P3D',
  handling: 'P7D',
  /** From ship-by until the order is cancelled for the seller. */
  lateShipment: 'P90D',
  /** From the shipment until delivery is taken for granted, where units are missing or no terms of settlement are known. */
  transit: 'P180D',
  confirmation: 'P7D',
  /** From delivery until nothing can be returned any more. */
  returns: 'P14D',
} as const;

/** Kinds of deadlines; the subject of the first is the order, of the others the seller order. */
export const DEADLINES = {
  payment: 'order.payment-expiry',
  acceptance: 'seller-order.acceptance',
  shipBy: 'seller-order.ship-by',
  lateShipment: 'seller-order.late-shipment',
  transit: 'seller-order.transit',
  confirmation: 'seller-order.auto-confirmation',
  completion: 'seller-order.completion',
} as const;
