import type { RuleFault } from './rule-fault.js';

interface Node {
  readonly op: string;
  readonly args: unknown;
  readonly start: number;
  readonly end: number;
}

/** A feature in an expression, `feat.name`, at its characters. */
export interface Field {
  readonly name: string;
  readonly start: number;
  readonly end: number;
}

const isNode = (value: unknown): value is Node =>
  typeof value === 'object' && value !== null && 'op' in value && 'start' in value;

function nodesOf(value: unknown): Node[] {
  if (Array.isArray(value)) return value.flatMap(nodesOf);
  return isNode(value) ? [value, ...nodesOf(value.args)] : [];
}

/** Calls that a rule may not make: regular expressions, whose patterns could take exponential time. */
export function forbiddenCalls(root: unknown): RuleFault[] {
  const calls = nodesOf(root).filter((node) => Array.isArray(node.args) && node.args[0] === 'matches');
  return calls.map(({ start, end }) => ({ code: 'forbidden_call', message: 'matches() is not allowed', start, end }));
}

/** The features an expression reads, in the order they stand; those inside `has(…)` are only asked for. */
export function fieldsOf(root: unknown): Field[] {
  const fields = nodesOf(root).flatMap((node): Field[] => {
    const [of, name] = Array.isArray(node.args) ? (node.args as unknown[]) : [];
    if (node.op !== '.' || !isNode(of) || of.args !== 'feat' || typeof name !== 'string') return [];
    return [{ name, start: node.start, end: node.end }];
  });
  return fields.sort((a, b) => a.start - b.start);
}
