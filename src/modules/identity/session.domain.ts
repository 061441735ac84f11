import { millisecondsOf } from '../../kernel/index.js';

/** How long a session and its tokens live. Idle time counts from the last renewal. */
export interface SessionLimits {
  readonly access: string;
  readonly idle: string;
  readonly absolute: string;
}

const PEOPLE: SessionLimits = { access: 'PT15M', idle: 'P30D', absolute: 'P365D' };
const STAFF: SessionLimits = { access: 'PT15M', idle: 'PT30M', absolute: 'PT12H' };

/** Time in which a used refresh token still answers its own device, for tabs that renew at once. */
export const REUSE_GRACE = 'PT10S';

/** Staff sessions end soon; people's slide. */
export const limitsFor = (staffRoles: readonly string[]): SessionLimits => (staffRoles.length > 0 ? STAFF : PEOPLE);

export interface TokenTimes {
  readonly accessUntil: Date;
  readonly refreshUntil: Date;
}

/** When tokens issued now end; never after the session itself. */
export function tokenTimes(now: Date, limits: SessionLimits, sessionUntil: Date): TokenTimes {
  const until = (duration: string): Date =>
    new Date(Math.min(now.getTime() + millisecondsOf(duration), sessionUntil.getTime()));
  return { accessUntil: until(limits.access), refreshUntil: until(limits.idle) };
}

export interface PresentedRefresh {
  readonly usedAt: Date | null;
  readonly expiresAt: Date;
  readonly sessionExpiresAt: Date;
  readonly sessionEndedAt: Date | null;
  readonly sameDevice: boolean;
}

/** What a presented refresh token deserves: new tokens, a refusal, or the end of its whole family. */
export function judgeRefresh(token: PresentedRefresh, now: Date): 'renew' | 'refuse' | 'end_family' {
  if (token.sessionEndedAt || token.sessionExpiresAt <= now || token.expiresAt <= now) return 'refuse';
  if (!token.usedAt) return 'renew';
  const isInGrace = now.getTime() - token.usedAt.getTime() <= millisecondsOf(REUSE_GRACE);
  return isInGrace && token.sameDevice ? 'renew' : 'end_family';
}
