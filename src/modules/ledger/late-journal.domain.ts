import { documentOf, type Journal } from './ledger.domain.js';

const DAY_MS = 86_400_000;

/** A journal that takes effect later than what it is about happened, because the books of that day are closed. */
export interface LateJournal extends Journal {
  readonly happenedAt?: Date;
}

/** Whether the books of its day may be closed: a day is closed when it is over. */
export const mayBeClosed = ({ effectiveAt }: Journal, now: Date): boolean =>
  effectiveAt.getTime() < Math.floor(now.getTime() / DAY_MS) * DAY_MS;

/** Takes effect now instead of in a closed period; the instant at which it happened is kept with it. */
export const takingEffect = (of: Journal, closedUntil: Date, now: Date): LateJournal =>
  of.effectiveAt < closedUntil ? { ...of, effectiveAt: now, happenedAt: of.effectiveAt } : of;

/** The form that `ledger.post` takes. */
export function lateDocumentOf(id: Parameters<typeof documentOf>[0], { happenedAt, ...journal }: LateJournal): object {
  const document = documentOf(id, journal);
  return happenedAt === undefined ? document : { ...document, metadata: { happenedAt: happenedAt.toISOString() } };
}
