export type { Features, FeatureSchema, FeatureType, FeatureValue } from './feature-schema.js';
export type { RuleFault } from './rule-fault.js';
export { RULE_LIMITS, RuleLanguage, type CompiledRule, type RuleResult } from './rule-language.js';
export { mostSevere, score, type Band, type Hit, type Score, type Scoring } from './score.js';
