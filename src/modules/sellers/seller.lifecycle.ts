import { defineLifecycle } from '../../kernel/index.js';

export const SELLER_STATES = [
  'applied',
  'onboarding',
  'in_review',
  'active',
  'restricted',
  'suspended',
  'rejected',
  'closed',
] as const;

export type SellerState = (typeof SELLER_STATES)[number];

/** Sellers that sell, or did and may again: their verification is renewed, not begun. */
export const SELLING_STATES: readonly SellerState[] = ['active', 'restricted', 'suspended'];

/**
 * Restricted sellers fulfil what was ordered, but may not list; the orders of suspended ones go on, their payouts wait.
 * Closed ones are paid what is left.
 */
export const sellerLifecycle = defineLifecycle({
  name: 'seller',
  table: 'sellers',
  states: SELLER_STATES,
  initial: 'applied',
  final: ['closed'],
  transitions: [
    { action: 'admit', from: ['applied'], to: 'onboarding', by: ['admin', 'system'] },
    {
      action: 'submit',
      from: ['onboarding'],
      to: 'in_review',
      by: ['seller'],
      guard: 'legal name and tax id are given',
    },
    { action: 'verify', from: ['in_review'], to: 'active', by: ['provider', 'admin'] },
    { action: 'request_documents', from: ['in_review'], to: 'onboarding', by: ['provider', 'admin'] },
    { action: 'reject', from: ['applied', 'in_review'], to: 'rejected', by: ['provider', 'admin'] },
    { action: 'reopen', from: ['rejected'], to: 'onboarding', by: ['admin'] },
    { action: 'restrict', from: ['active'], to: 'restricted', by: ['risk', 'admin'] },
    { action: 'lift_restriction', from: ['restricted'], to: 'active', by: ['risk', 'admin'] },
    { action: 'suspend', from: ['active', 'restricted'], to: 'suspended', by: ['moderator', 'risk', 'admin'] },
    { action: 'reinstate', from: ['suspended'], to: 'active', by: ['moderator', 'admin'] },
    {
      action: 'close',
      from: ['active'],
      to: 'closed',
      by: ['seller', 'admin'],
      guard: 'no order is open and no dispute runs',
    },
    {
      action: 'close',
      from: ['restricted', 'suspended'],
      to: 'closed',
      by: ['admin'],
      guard: 'no order is open and no dispute runs',
    },
  ],
});
