/** A condition that answered yes, with what it brings. */
export interface Hit {
  readonly code: string;
  readonly group: string;
  /** May be negative: what speaks for the subject. */
  readonly points: number;
  /** An outcome that no score can soften. */
  readonly forced?: string;
}

/** From this score on, this outcome; bands ascend from 0. */
export interface Band {
  readonly from: number;
  readonly name: string;
  readonly outcome: string;
}

export interface Scoring {
  /** At most so many points of a group count, so that correlated signals cannot decide alone. */
  readonly caps: Readonly<Record<string, number>>;
  readonly bands: readonly Band[];
  /** Outcomes from the mildest to the most severe. */
  readonly outcomes: readonly string[];
}

export interface Score {
  /** 0 to 100. */
  readonly score: number;
  readonly band: string;
  readonly outcome: string;
  /** Points of each hit that counted, in the order of the hits: a group's cap is used up in that order. */
  readonly counted: readonly number[];
}

const LARGEST = 100;

/**
 * Sums the hits by group under the group's cap, clamps to 0..100, and takes the more severe of the score's band and
 * the forced outcomes. Trust takes the points away, never a forced outcome.
 */
export function score(hits: readonly Hit[], scoring: Scoring, trusted = false): Score {
  const counted = trusted ? hits.map(() => 0) : countedPoints(hits, scoring.caps);
  const total = counted.reduce((a, b) => a + b, 0);
  const clamped = Math.min(LARGEST, Math.max(0, total));
  const band = bandOf(clamped, scoring.bands);
  const forced = hits.flatMap((hit) => (hit.forced === undefined ? [] : [hit.forced]));
  return { score: clamped, band: band.name, outcome: mostSevere([band.outcome, ...forced], scoring.outcomes), counted };
}

export function mostSevere(outcomes: readonly string[], order: readonly string[]): string {
  const rank = Math.max(...outcomes.map((outcome) => order.indexOf(outcome)));
  return order[rank] ?? '';
}

function countedPoints(hits: readonly Hit[], caps: Readonly<Record<string, number>>): number[] {
  const used = new Map<string, number>();
  return hits.map(({ group, points }) => {
    const before = used.get(group) ?? 0;
    const after = Math.min(caps[group] ?? LARGEST, before + points);
    used.set(group, after);
    return after - before;
  });
}

function bandOf(value: number, bands: readonly Band[]): Band {
  const found = bands.findLast((band) => value >= band.from);
  if (!found) throw new RangeError(`No band for a score of ${value}`);
  return found;
}
