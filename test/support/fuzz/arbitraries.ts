import fc, { type Arbitrary } from 'fast-check';
import type { Contract, Operation, Schema } from './contract.js';

const WIRE_ID = /^\^([a-z]{3})_/;
const DEEPEST = 6;

export interface Draft {
  readonly path: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: unknown;
}

const byPattern = new Map<string, Arbitrary<string>>();

/** One for each pattern: making it counts all letters that there are. */
function matching(pattern: string): Arbitrary<string> {
  const made = byPattern.get(pattern) ?? fc.stringMatching(new RegExp(pattern, 'u'));
  byPattern.set(pattern, made);
  return made;
}

/** Makes requests that follow the contract, and ones that break it in one place. */
export class Requests {
  constructor(
    private readonly contract: Contract,
    /** Identifiers that the service has answered, by prefix. */
    private readonly known: ReadonlyMap<string, readonly string[]>,
  ) {}

  of(operation: Operation): Arbitrary<Draft> {
    const places = operation.parameters.map((parameter) =>
      this.parameter(parameter.schema, parameter.required === true),
    );
    const body = operation.body ? this.value(operation.body, 0) : fc.constant(undefined);
    return fc
      .tuple(fc.tuple(...places), fc.oneof({ weight: 4, arbitrary: body }, { weight: 1, arbitrary: broken(body) }))
      .map(([values, sent]) => draftOf(operation, values as unknown[], operation.body ? sent : undefined));
  }

  private parameter(schema: Schema, isRequired: boolean): Arbitrary<unknown> {
    const good = this.value(schema, 0);
    const odd = fc.constantFrom<unknown>('', '-1', '1e9', 'x', "'; --", '%00', '中文', 'a'.repeat(300));
    const present = fc.oneof({ weight: 5, arbitrary: good }, { weight: 1, arbitrary: odd });
    return isRequired ? present : fc.option(present, { nil: undefined });
  }

  private value(given: Schema, depth: number): Arbitrary<unknown> {
    const schema = this.contract.resolve(given);
    const part = schema.allOf?.[0] ?? schema.oneOf?.[0] ?? schema.anyOf?.[0];
    if (part && !schema.type) return this.value(part, depth + 1);
    if (schema.enum) return fc.constantFrom(...schema.enum);
    const type = [schema.type].flat().find((each) => each !== 'null');
    if (depth > DEEPEST) return fc.constant(null);
    if (type === 'object') return this.object(schema, depth);
    if (type === 'array') return this.list(schema, depth);
    if (type === 'boolean') return fc.boolean();
    if (type === 'integer' || type === 'number') return number(schema);
    return type === 'string' ? this.text(schema) : fc.jsonValue({ maxDepth: 2 });
  }

  private object(schema: Schema, depth: number): Arbitrary<unknown> {
    const members = Object.entries(schema.properties ?? {}).map(([name, member]) => [
      name,
      this.value(member, depth + 1),
    ]);
    if (members.length === 0)
      return fc.dictionary(fc.string({ maxLength: 8 }), fc.string({ maxLength: 8 }), { maxKeys: 3 });
    return fc.record(Object.fromEntries(members) as Record<string, Arbitrary<unknown>>, {
      requiredKeys: [...(schema.required ?? [])],
    });
  }

  private list(schema: Schema, depth: number): Arbitrary<unknown> {
    const limits = { minLength: schema.minItems ?? 0, maxLength: Math.min(schema.maxItems ?? 3, 3) };
    return fc.array(this.value(schema.items ?? {}, depth + 1), limits);
  }

  private text(schema: Schema): Arbitrary<unknown> {
    const prefix = WIRE_ID.exec(schema.pattern ?? '')?.[1];
    if (prefix) return this.identifier(prefix);
    if (schema.format === 'date-time') return fc.date({ noInvalidDate: true }).map((date) => date.toISOString());
    if (schema.format === 'email') return fc.emailAddress();
    if (schema.format === 'uri') return fc.webUrl();
    if (schema.pattern?.startsWith('^') && !schema.pattern.includes('(?')) return matching(schema.pattern);
    return fc.string({
      unit: 'grapheme',
      minLength: schema.minLength ?? 0,
      maxLength: Math.min(schema.maxLength ?? 40, 40 + (schema.minLength ?? 0)),
    });
  }

  private identifier(prefix: string): Arbitrary<string> {
    const random = matching('^[0-7][0-9a-hjkmnp-tv-z]{25}$').map((text) => `${prefix}_${text}`);
    const known = this.known.get(prefix) ?? [];
    return known.length > 0
      ? fc.oneof({ weight: 4, arbitrary: fc.constantFrom(...known) }, { weight: 1, arbitrary: random })
      : random;
  }
}

function number(schema: Schema): Arbitrary<number> {
  const [min, max] = [schema.minimum ?? -1_000, schema.maximum ?? 1_000];
  return fc.oneof(
    fc.constantFrom(min, max),
    fc.integer({ min: Math.max(min, -2_147_483_648), max: Math.min(max, 2_147_483_647) }),
  );
}

const JUNK = [
  null,
  true,
  -1,
  1.5,
  9_007_199_254_740_992,
  '',
  '\u0000',
  '\ud83d\ude00',
  [],
  {},
  [null],
  { a: { b: {} } },
  'x'.repeat(20_000),
];

/** The same with one member replaced, one missing or one too many. */
function broken(body: Arbitrary<unknown>): Arbitrary<unknown> {
  return fc
    .tuple(body, fc.nat(), fc.constantFrom(...JUNK), fc.constantFrom('replace', 'drop', 'add', 'whole'))
    .map(([value, at, junk, how]) => {
      if (how === 'whole' || typeof value !== 'object' || value === null) return junk;
      const entries = Object.entries(value);
      const victim = entries.length > 0 ? (entries[at % entries.length]?.[0] ?? '') : 'extra';
      const rest = Object.fromEntries(entries.filter(([name]) => name !== victim));
      if (how === 'drop') return rest;
      return how === 'add' ? { ...value, [`extra${at}`]: junk } : { ...rest, [victim]: junk };
    });
}

function draftOf(operation: Operation, values: readonly unknown[], body: unknown): Draft {
  const query = new URLSearchParams();
  const headers: Record<string, string> = {};
  let path = operation.path;
  operation.parameters.forEach((parameter, i) => {
    const value = values[i];
    if (value === undefined) return;
    const text = typeof value === 'object' ? JSON.stringify(value) : String(value);
    if (parameter.in === 'path') path = path.replace(`{${parameter.name}}`, encodeURIComponent(text) || '%20');
    else if (parameter.in === 'query') query.append(parameter.name, text);
    else if (/^[\x20-\x7e]+$/.test(text)) headers[parameter.name] = text;
  });
  return { path: query.size > 0 ? `${path}?${query}` : path, headers, body };
}
