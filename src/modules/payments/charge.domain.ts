/** How an authorisation can stand at a provider. */
export const CHARGE_STATES = ['requires_action', 'authorised', 'captured', 'voided', 'declined'] as const;
export type ChargeState = (typeof CHARGE_STATES)[number];
