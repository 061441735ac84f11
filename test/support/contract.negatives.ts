import fc, { type Arbitrary } from 'fast-check';
import type { Contract, Operation, Parameter, Schema } from './fuzz/contract.js';

/** A request with one fault in it; everything else is as it should be. */
export interface Negative {
  readonly fault: string;
  readonly query?: string;
  readonly headers?: Readonly<Record<string, string>>;
  /** The text to send as the body. */
  readonly text?: string;
  /** What stands in the path for this parameter. */
  readonly path?: { readonly name: string; readonly value: string };
}

const DEEPEST = 5;
const LONGEST = 20_000;
const NOT_TEXT: readonly unknown[] = [7, true, {}, ['x'], 'a\u0000b', '\ud800', '\u0000'];
const NOT_OBJECTS: readonly unknown[] = ['x', 7, true, [], [[]]];
/** Texts that are no JSON object that an operation could have asked for. */
const RAW = [
  '{',
  '[]',
  'null',
  '7',
  '"text"',
  '{"a":1,}',
  '{"__proto__":{"isAdmin":true}}',
  '{"constructor":{"prototype":{"isAdmin":true}}}',
  '{"toString":1}',
  '{"hasOwnProperty":1}',
  '{"__defineGetter__":1}',
  `${'['.repeat(5_000)}${']'.repeat(5_000)}`,
  `{"a":${'{"a":'.repeat(500)}1${'}'.repeat(500)}}`,
  `{"nope":"${'x'.repeat(2_000_000)}"}`,
  '\u0000',
  '{"\\ud800":1}',
];
const PATHS = ['%00', '..%2f..%2fetc', 'a'.repeat(80), '%F0%9F%92%A9', '%27%3B--', 'zzz_00000000000000000000000000'];
const VERSIONS = ['x', '*', 'v1', '"1"', 'W/"v1"', '"v-1"', '"v99999999999999999999"', '"v1", "v2"'];
const KEYS = ['two words', 'k'.repeat(256), 'schlüssel'];

/** Makes requests that break the contract in one place, so that no right to call and no state can make them good. */
export class Negatives {
  constructor(private readonly contract: Contract) {}

  /** `undefined` where the operation takes nothing that could be wrong. */
  of(operation: Operation): Arbitrary<Negative> | undefined {
    const kinds = [...this.parameters(operation), ...this.bodies(operation)];
    return kinds.length > 0 ? fc.oneof(...kinds) : undefined;
  }

  private parameters({ parameters }: Operation): Arbitrary<Negative>[] {
    return parameters.flatMap((parameter) => {
      if (parameter.in === 'path') return [pathOf(parameter.name)];
      if (parameter.in === 'query') return [this.queryOf(parameter)];
      if (parameter.name === 'If-Match') return [headerOf(parameter.name, VERSIONS)];
      return parameter.name === 'Idempotency-Key' ? [headerOf(parameter.name, KEYS)] : [];
    });
  }

  private queryOf({ name, schema }: Parameter): Arbitrary<Negative> {
    const { type, enum: choices, minimum = 0, maximum = 0, maxLength = 300 } = this.plain(schema);
    const values = ['a%00b', `1&${name}=2`];
    if (name === 'cursor') values.push('x', 'eyJhIjoxfQ', '....', '%F0%9F%92%A9');
    if (type === 'integer' || type === 'number')
      values.push('x', '1.5', `${minimum - 1}`, `${maximum + 1}`, '1e2', '0x1');
    if (choices) values.push('no-such-choice');
    if (type === 'boolean') values.push('maybe', '2');
    if (type === 'string') values.push('x'.repeat(Math.min(maxLength, 6_000) + 1));
    return fc
      .constantFrom(...values, 'x&no_such_parameter=1', 'x&hasOwnProperty=1')
      .map((value) => ({ fault: `${name}=${value.slice(0, 40)}`, query: `${name}=${value}` }));
  }

  private bodies({ body }: Operation): Arbitrary<Negative>[] {
    if (!body) return [];
    const broken = this.broken(body, 0).map((value) => textOf(JSON.stringify(value)));
    return [broken, broken, broken, fc.constantFrom(...RAW).map(textOf)];
  }

  /** Values that do not satisfy the schema, whatever stands beside them. */
  private broken(given: Schema, depth: number): Arbitrary<unknown> {
    const schema = this.plain(given);
    const [type] = [schema.type].flat().filter((each) => each !== 'null');
    if (schema.enum) return fc.constantFrom<unknown>('no-such-choice', 7.5, {}, ['x']);
    if (type === 'string') return textFault(schema);
    if (type === 'integer' || type === 'number') return numberFault(schema);
    if (type === 'boolean') return fc.constantFrom<unknown>('true', 7, {}, ['x']);
    if (type === 'array') return this.listFault(schema, depth);
    return this.objectFault(schema, depth);
  }

  private listFault({ items, maxItems = LONGEST }: Schema, depth: number): Arbitrary<unknown> {
    const wholes: Arbitrary<unknown>[] = [fc.constantFrom<unknown>({}, 'x', 7, true)];
    if (maxItems <= 1_000) wholes.push(fc.constant(Array.from({ length: maxItems + 1 }, () => 'x')));
    if (items && depth < DEEPEST) wholes.push(this.broken(items, depth + 1).map((item) => [item]));
    return fc.oneof(...wholes);
  }

  private objectFault({ properties = {}, required = [] }: Schema, depth: number): Arbitrary<unknown> {
    const wholes: Arbitrary<unknown>[] = [fc.constantFrom(...NOT_OBJECTS)];
    if (required.length > 0) wholes.push(fc.constant({}));
    const names = Object.keys(properties);
    if (names.length === 0 || depth >= DEEPEST) return fc.oneof(...wholes);
    wholes.push(fc.string({ minLength: 1, maxLength: 12 }).map((name) => ({ [`no such ${name}`]: 1 })));
    const members = Object.entries(properties).map(([name, member]) =>
      this.broken(member, depth + 1).map((value) => ({ [name]: value })),
    );
    return fc.oneof({ weight: 1, arbitrary: fc.oneof(...wholes) }, { weight: 3, arbitrary: fc.oneof(...members) });
  }

  private plain(given: Schema): Schema {
    const schema = this.contract.resolve(given);
    const part = schema.allOf?.[0] ?? schema.oneOf?.[0] ?? schema.anyOf?.[0];
    return part && !schema.type ? this.plain(part) : schema;
  }
}

function textFault({ minLength = 0, maxLength = LONGEST, pattern }: Schema): Arbitrary<unknown> {
  const values = [...NOT_TEXT];
  if (minLength > 0) values.push('x'.repeat(minLength - 1));
  if (maxLength < LONGEST) values.push('x'.repeat(maxLength + 1));
  if (pattern && !new RegExp(pattern, 'u').test('✗ no match')) values.push('✗ no match');
  return fc.constantFrom(...values);
}

function numberFault({ minimum = 0, maximum = Number.MAX_SAFE_INTEGER }: Schema): Arbitrary<unknown> {
  const beyond = fc.integer({ min: 1, max: 1_000_000 });
  const odd = fc.constantFrom<unknown>('7', 1.5, true, {}, [7], Number.MAX_VALUE);
  return fc.oneof(
    odd,
    beyond.map((by) => minimum - by),
    beyond.map((by) => maximum + by),
  );
}

const textOf = (text: string): Negative => ({ fault: text.slice(0, 200), text });
const pathOf = (name: string): Arbitrary<Negative> =>
  fc.constantFrom(...PATHS).map((value) => ({ fault: `{${name}} ${value}`, path: { name, value } }));
const headerOf = (name: string, values: readonly string[]): Arbitrary<Negative> =>
  fc.constantFrom(...values).map((value) => ({ fault: `${name}: ${value}`, headers: { [name]: value } }));
