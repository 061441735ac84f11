import { getMetadataStorage } from 'class-validator';
import type { Schema } from './types.js';

export type DtoClass = abstract new (...args: never[]) => object;

interface Rule {
  readonly name?: string;
  readonly type: string;
  readonly propertyName: string;
  readonly constraints?: unknown[];
  readonly each: boolean;
}

type Patch = (constraints: readonly unknown[]) => Schema;

const number = (value: unknown): number => Number(value);

const PATCHES: Readonly<Record<string, Patch>> = {
  isInt: () => ({ type: 'integer' }),
  isString: () => ({ type: 'string' }),
  isEmail: () => ({ format: 'email' }),
  isUrl: () => ({ format: 'uri' }),
  min: ([min]) => ({ minimum: number(min) }),
  max: ([max]) => ({ maximum: number(max) }),
  isLength: ([min, max]) => ({ minLength: number(min), ...(max === undefined ? {} : { maxLength: number(max) }) }),
  minLength: ([min]) => ({ minLength: number(min) }),
  maxLength: ([max]) => ({ maxLength: number(max) }),
  arrayMinSize: ([min]) => ({ minItems: number(min) }),
  arrayMaxSize: ([max]) => ({ maxItems: number(max) }),
  arrayNotEmpty: () => ({ minItems: 1 }),
  matches: ([pattern]) => (pattern instanceof RegExp ? { pattern: pattern.source } : {}),
};

/** Classes with validation rules, by name. */
export function validatedClasses(): Map<string, DtoClass> {
  const { validationMetadatas } = getMetadataStorage() as unknown as { validationMetadatas: Map<DtoClass, unknown> };
  return new Map([...validationMetadatas.keys()].map((dto) => [dto.name, dto]));
}

/** What the validation rules of a class say about its fields, as JSON Schema. */
export function constraintsOf(dto: DtoClass): Map<string, Schema> {
  const rules = getMetadataStorage().getTargetValidationMetadatas(dto, '', true, false) as unknown as Rule[];
  const schemas = new Map<string, Schema>();
  for (const rule of rules) {
    const schema = schemas.get(rule.propertyName) ?? {};
    const patch = PATCHES[rule.name ?? rule.type]?.(rule.constraints ?? []) ?? {};
    schemas.set(
      rule.propertyName,
      rule.each ? { ...schema, items: { ...schema.items, ...patch } } : { ...schema, ...patch },
    );
  }
  return schemas;
}
