import { score, type Band, type CompiledRule, type Features, type Hit } from '../../platform/rules/index.js';
import type { ScreeningOutcome, ScreeningReason } from './moderation.types.js';
import type { TermLists } from './terms.domain.js';

/** From the mildest to the most severe; `sample` publishes and may draw the listing for review. */
const OUTCOMES = ['publish', 'hold', 'reject'];

export interface ScreeningRule {
  readonly code: string;
  readonly group: string;
  readonly expression: string;
  readonly points: number;
  readonly forced?: ScreeningOutcome;
  readonly textEn: string;
  readonly textZh: string;
}

/** An immutable version of everything that a screening is decided by. */
export interface ScreeningSet {
  readonly version: number;
  readonly groupCaps: Readonly<Record<string, number>>;
  readonly bands: readonly Band[];
  /** Of 100 published listings of the sample band, so many are looked at afterwards. */
  readonly samplePercent: number;
  readonly rules: readonly (ScreeningRule & { readonly compiled: CompiledRule })[];
  readonly terms: TermLists;
}

export interface Finding extends ScreeningReason {
  /** The expression with the values put in, for moderators. */
  readonly explanation: string;
}

export interface ScreeningResult {
  readonly score: number;
  readonly band: string;
  readonly outcome: ScreeningOutcome;
  readonly findings: readonly Finding[];
}

export function screen(set: ScreeningSet, signals: Features): ScreeningResult {
  const hits = set.rules.filter((rule) => rule.compiled.evaluate(signals) === 'hit');
  const points = hits.map(({ code, group, points: value, forced }): Hit => ({ code, group, points: value, forced }));
  const summed = score(points, { caps: set.groupCaps, bands: set.bands, outcomes: OUTCOMES });
  const findings = hits.map(({ code, textEn, textZh, compiled }, i) => ({
    code,
    text: textEn,
    textZh,
    points: summed.counted[i] ?? 0,
    explanation: compiled.explain(signals),
  }));
  return { score: summed.score, band: summed.band, outcome: summed.outcome as ScreeningOutcome, findings };
}

const BUCKETS = 100;

/** Whether a listing of the sample band is drawn; the same one always is or never is. */
export function isDrawn(subjectId: string, samplePercent: number): boolean {
  const tail = Number.parseInt(subjectId.slice(-6), 16);
  return tail % BUCKETS < samplePercent;
}
