export const DISPUTE_STATES = ['inquiry', 'open', 'won', 'lost', 'closed'] as const;
/** `inquiry`: a question, no money is taken. `closed`: it ended without a verdict. */
export type DisputeState = (typeof DISPUTE_STATES)[number];
