import { plus } from '../../kernel/index.js';

/** What was verified is not submitted again so soon: a request that was sent twice is no renewal. */
const RENEWED_AFTER = 'P1D';

export interface DecidedSubmission {
  readonly outcome: string | null;
  readonly decidedAt: Date | null;
}

/** Why a seller that sells cannot renew its verification now. */
export function reasonNotToRenew(latest: DecidedSubmission | undefined, now: Date): string | undefined {
  if (latest === undefined) return undefined;
  if (latest.outcome === null) return 'verification_open';
  const isRecent = latest.outcome === 'verified' && latest.decidedAt !== null;
  return isRecent && plus(latest.decidedAt, RENEWED_AFTER) > now ? 'verified_lately' : undefined;
}
