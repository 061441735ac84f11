import { score, type Band, type CompiledRule, type Features, type Hit } from '../../platform/rules/index.js';
import { OUTCOMES, type Outcome } from './outcome.domain.js';
import type { RiskEvent } from './risk.types.js';

export type RuleMode = 'off' | 'shadow' | 'live';

/** One immutable version of a rule. */
export interface RuleVersion {
  readonly ruleId: string;
  readonly version: number;
  readonly code: string;
  readonly group: string;
  readonly events: readonly RiskEvent[];
  readonly expression: string;
  readonly points: number;
  readonly forcedOutcome: Outcome | null;
  readonly mode: RuleMode;
  readonly textEn: string;
  readonly textZh: string;
}

export interface LoadedRule extends RuleVersion {
  readonly compiled: CompiledRule;
}

/** A pinned list of rule versions with the caps and bands they are summed under. */
export interface Ruleset {
  readonly version: number;
  readonly groupCaps: Readonly<Record<string, number>>;
  readonly bands: readonly Band[];
  readonly rules: readonly LoadedRule[];
}

/** A rule that answered yes (or could not answer), as it is stored with the decision. */
export interface RuleFinding {
  readonly ruleId: string;
  readonly version: number;
  readonly code: string;
  /** What counted after the group's cap. */
  readonly points: number;
  readonly forcedOutcome: Outcome | null;
  /** The expression with the values put in, for analysts. */
  readonly explanation: string;
  readonly textEn: string;
  readonly textZh: string;
  /** The rule could not be evaluated; it brings no points. */
  readonly isError: boolean;
}

export interface Judgement {
  readonly score: number;
  readonly band: string;
  readonly outcome: Outcome;
  readonly reasons: readonly RuleFinding[];
  /** What rules on trial would have said. */
  readonly shadow: readonly RuleFinding[];
}

/** Evaluates the rules for the event. Unknown answers are no hits; trust removes points, never forced outcomes. */
export function judge(ruleset: Ruleset, event: RiskEvent, features: Features): Judgement {
  const rules = ruleset.rules.filter((rule) => rule.events.includes(event));
  const answers = rules.map((rule) => ({ rule, result: rule.compiled.evaluate(features) }));
  const of = (mode: RuleMode, result: string): LoadedRule[] =>
    answers.filter((answer) => answer.rule.mode === mode && answer.result === result).map(({ rule }) => rule);

  const hits = of('live', 'hit');
  const { groupCaps: caps, bands } = ruleset;
  const summed = score(hits.map(toHit), { caps, bands, outcomes: OUTCOMES }, features.trusted === true);
  const errors = of('live', 'error').map((rule) => finding(rule, features, 0, true));
  return {
    score: summed.score,
    band: summed.band,
    outcome: summed.outcome as Outcome,
    reasons: [...hits.map((rule, i) => finding(rule, features, summed.counted[i] ?? 0)), ...errors],
    shadow: of('shadow', 'hit').map((rule) => finding(rule, features, rule.points)),
  };
}

function toHit({ code, group, points, forcedOutcome }: LoadedRule): Hit {
  return { code, group, points, forced: forcedOutcome ?? undefined };
}

function finding(rule: LoadedRule, features: Features, points: number, isError = false): RuleFinding {
  const { ruleId, version, code, forcedOutcome, textEn, textZh } = rule;
  const explanation = rule.compiled.explain(features);
  return { ruleId, version, code, points, forcedOutcome, explanation, textEn, textZh, isError };
}
