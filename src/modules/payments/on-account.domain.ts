/** Stands for the provider of payments that nobody provides: they are owed. */
export const ON_ACCOUNT = 'on_account';

export const PAYMENT_METHODS = ['card', ON_ACCOUNT] as const;
export type PaymentMethod = (typeof PAYMENT_METHODS)[number];
