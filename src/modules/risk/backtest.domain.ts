import type { CompiledRule, Features } from '../../platform/rules/index.js';

/** A past event with its stored features and what it turned out to be. */
export interface LabelledEvent {
  readonly features: Features;
  /** Undefined while nobody knows. */
  readonly isFraud?: boolean;
}

export interface BacktestResult {
  readonly hits: number;
  readonly truePositives: number;
  readonly falsePositives: number;
  readonly unlabelled: number;
  /** Of the labelled hits, the part that is fraud; null without any. */
  readonly precision: number | null;
  /** Of all labelled fraud, the part that is hit; null without any. */
  readonly recall: number | null;
}

/** What a rule would have answered on past events: its exact features make the result exact. */
export function backtest(rule: CompiledRule, events: Iterable<LabelledEvent>): BacktestResult {
  const count = { hits: 0, truePositives: 0, falsePositives: 0, fraud: 0 };
  for (const { features, isFraud } of events) {
    const hit = rule.evaluate(features) === 'hit';
    count.fraud += Number(isFraud === true);
    count.hits += Number(hit);
    count.truePositives += Number(hit && isFraud === true);
    count.falsePositives += Number(hit && isFraud === false);
  }
  const { hits, truePositives, falsePositives, fraud } = count;
  const labelled = truePositives + falsePositives;
  return {
    hits,
    truePositives,
    falsePositives,
    unlabelled: hits - labelled,
    precision: labelled === 0 ? null : truePositives / labelled,
    recall: fraud === 0 ? null : truePositives / fraud,
  };
}
