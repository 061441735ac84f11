/** In the order of severity. */
export const OUTCOMES = ['allow', 'hold', 'block'] as const;
export type Outcome = (typeof OUTCOMES)[number];

/** The more severe of an assessment and the one before it of the same order: paying does not lift a hold. */
export function notMilder(outcome: Outcome, previous: Outcome | null): Outcome {
  const rank = Math.max(OUTCOMES.indexOf(outcome), previous === null ? 0 : OUTCOMES.indexOf(previous));
  return OUTCOMES[rank] ?? outcome;
}
