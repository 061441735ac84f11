import type { OpenAPIObject } from '@nestjs/swagger';
import type { DeclaredRoute } from '../../auth/index.js';
import { operationIdOf } from './operation-id.js';
import { constraintsOf, validatedClasses, type DtoClass } from './constraints.js';
import { operationsOf, type Operation, type Schema } from './types.js';

const LONGEST_TEXT = 10_000;
const LONGEST_LIST = 1_000;
const LONGEST_ID = 128;
const LARGEST_NUMBER = Number.MAX_SAFE_INTEGER;
const ANNOTATIONS = ['format', 'enum', 'const', 'pattern', 'maxLength'] as const;

type Document = Pick<OpenAPIObject, 'paths' | 'components'>;

/** Carries the validation rules of bodies and queries over into their schemas. */
export function boundSchemas(document: Document, routes: readonly DeclaredRoute[]): void {
  const schemas = (document.components?.schemas ?? {}) as Record<string, Schema>;
  for (const [name, dto] of validatedClasses()) {
    const properties = schemas[name]?.properties;
    if (!properties) continue;
    if (schemas[name]) schemas[name].additionalProperties = false;
    for (const [property, rules] of constraintsOf(dto)) merge(properties[property], rules);
  }
  const byId = new Map(routes.map((route) => [operationIdOf(route.controller.name, route.method), route]));
  for (const operation of operationsOf(document)) boundQuery(operation, byId.get(operation.operationId ?? ''));
}

function boundQuery(operation: Operation, route: DeclaredRoute | undefined): void {
  const types =
    route &&
    (Reflect.getMetadata('design:paramtypes', route.controller.prototype as object, route.method) as unknown[]);
  const rules = new Map((types ?? []).filter(isClass).flatMap((dto) => [...constraintsOf(dto)]));
  for (const parameter of operation.parameters ?? []) {
    if ('in' in parameter && parameter.in === 'query')
      merge(parameter.schema as Schema, rules.get(parameter.name) ?? {});
  }
}

const isClass = (type: unknown): type is DtoClass => typeof type === 'function';

/** The validation rules win: they are what the server checks. */
function merge(schema: Schema | undefined, rules: Schema): void {
  if (!schema || schema.$ref || schema.allOf || schema.anyOf || schema.oneOf) return;
  const { items, ...own } = rules;
  if (schema.type === 'array' && items) merge(schema.items, items);
  if (schema.type === 'array') delete own.type;
  Object.assign(schema, own);
}

/** Gives every string, number and array of the document a bound, and instants and dates their format. */
export function bound(document: Document): void {
  for (const schema of Object.values(document.components?.schemas ?? {})) boundSchema(schema as Schema, '');
  for (const { parameters = [] } of operationsOf(document)) {
    for (const parameter of parameters) if ('in' in parameter) boundSchema(parameter.schema as Schema, parameter.name);
  }
}

function boundSchema(schema: Schema | undefined, name: string): void {
  if (!schema) return;
  const types = [schema.type].flat();
  if (types.includes('string')) boundText(schema, name);
  if (types.includes('array')) schema.maxItems ??= LONGEST_LIST;
  if (types.includes('integer') || types.includes('number')) {
    schema.minimum ??= -LARGEST_NUMBER;
    schema.maximum ??= LARGEST_NUMBER;
  }
  boundSchema(schema.items, name);
  for (const [property, member] of Object.entries(schema.properties ?? {})) boundSchema(member, property);
  for (const part of [schema.allOf, schema.anyOf, schema.oneOf].flatMap((parts) => parts ?? []))
    boundSchema(part, name);
  if (typeof schema.additionalProperties === 'object') boundSchema(schema.additionalProperties, name);
}

function boundText(schema: Schema, name: string): void {
  if (ANNOTATIONS.some((key) => schema[key] !== undefined)) {
    if (schema.enum === undefined && schema.const === undefined) schema.maxLength ??= LONGEST_TEXT;
    return;
  }
  if (/At$/.test(name)) Object.assign(schema, { format: 'date-time', maxLength: 24 });
  else if (/On$/.test(name)) Object.assign(schema, { format: 'date', maxLength: 10 });
  else schema.maxLength = /Id$|^id$/.test(name) ? LONGEST_ID : LONGEST_TEXT;
}
