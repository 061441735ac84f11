import { Environment, EvaluationError, ParseError, type ParseResult } from '@marcbachmann/cel-js';
import { fieldsOf, forbiddenCalls } from './expression-tree.js';
import type { RuleFault } from './rule-fault.js';
import { toCel, type Features, type FeatureSchema } from './feature-schema.js';

/** Bounds on what one rule may cost; user-written patterns are refused because they may backtrack for ever. */
export const RULE_LIMITS = { nodes: 200, depth: 12, characters: 2_000 } as const;
const LIST_LIMIT = 100;
const ARGUMENT_LIMIT = 8;

/** `unknown`: the answer hangs on a feature without a value. `error`: the rule could not be evaluated. */
export type RuleResult = 'hit' | 'no_hit' | 'unknown' | 'error';

export interface CompiledRule {
  evaluate(features: Features): RuleResult;
  /** The expression with `name=value` in place of each feature that has a value. */
  explain(features: Features): string;
}

/**
 * Expressions in the Common Expression Language over the features of one schema, written `feat.name`. A feature
 * without a value makes its part of the expression unknown, so `a || b` still hits when one side is true;
 * `has(feat.name)` asks whether there is a value.
 */
export class RuleLanguage {
  private readonly environment: Environment;
  /** Features as CEL values: the rules of a set are asked about the same vector one after the other. */
  private readonly values = new WeakMap<Features, Record<string, unknown>>();

  constructor(private readonly schema: FeatureSchema) {
    const limits = {
      maxAstNodes: RULE_LIMITS.nodes,
      maxDepth: RULE_LIMITS.depth,
      maxListElements: LIST_LIMIT,
      maxMapEntries: LIST_LIMIT,
      maxCallArguments: ARGUMENT_LIMIT,
    };
    this.environment = new Environment({ limits }).registerVariable({ name: 'feat', schema: { ...schema } });
  }

  /** What is wrong with an expression; empty when it may be saved. */
  faultsOf(expression: string): RuleFault[] {
    if (expression.length > RULE_LIMITS.characters) {
      return [
        {
          code: 'too_long',
          message: 'The expression is too long',
          start: RULE_LIMITS.characters,
          end: expression.length,
        },
      ];
    }
    const parsed = this.parse(expression);
    if (!('ast' in parsed)) return [parsed];
    const { valid, type, error } = parsed.check();
    const faults = forbiddenCalls(parsed.ast);
    if (!valid) faults.unshift(faultOf(error, expression));
    else if (type !== 'bool')
      faults.push({ code: 'not_a_condition', message: `Answers ${type}, not bool`, start: 0, end: expression.length });
    return faults;
  }

  /** @throws Error when the expression has faults. */
  compile(expression: string): CompiledRule {
    const [fault] = this.faultsOf(expression);
    if (fault) throw new Error(`${fault.message} in ${expression}`);
    const run = this.environment.parse(expression);
    const fields = fieldsOf(run.ast);
    const explain = (features: Features): string =>
      fields.reduceRight((text, { name, start, end }) => {
        const value = features[name];
        return value === undefined ? text : `${text.slice(0, start)}${name}=${String(value)}${text.slice(end)}`;
      }, expression);
    return { evaluate: (features) => evaluate(run, this.valuesOf(features)), explain };
  }

  private valuesOf(features: Features): Record<string, unknown> {
    const known = this.values.get(features);
    if (known) return known;
    const values = toCel(this.schema, features);
    this.values.set(features, values);
    return values;
  }

  private parse(expression: string): ParseResult | RuleFault {
    try {
      return this.environment.parse(expression);
    } catch (error) {
      return faultOf(error, expression);
    }
  }
}

/** Unknown answers come as errors, several in each decision: without their stack they cost a fifth. */
function evaluate(run: ParseResult, feat: Record<string, unknown>): RuleResult {
  const limit = Error.stackTraceLimit;
  Error.stackTraceLimit = 0;
  try {
    return run({ feat }) === true ? 'hit' : 'no_hit';
  } catch (error) {
    return error instanceof EvaluationError && error.code === 'no_such_key' ? 'unknown' : 'error';
  } finally {
    Error.stackTraceLimit = limit;
  }
}

function faultOf(error: unknown, expression: string): RuleFault {
  const { code, summary, range } = error as Partial<ParseError>;
  return {
    code: code ?? 'invalid_expression',
    message: summary ?? 'The expression cannot be read',
    start: range?.start ?? 0,
    end: range?.end ?? expression.length,
  };
}
