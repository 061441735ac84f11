import type { FieldError } from '../../kernel/index.js';

export const DEEPEST_LEVEL = 5;

/** One attribute: a JSON Schema of a single value with a title in two languages. */
export type AttributeDefinition = Readonly<Record<string, unknown>>;

/** What one category adds to the schema of its ancestors. */
export interface AttributeSchema {
  readonly properties: Readonly<Record<string, AttributeDefinition>>;
  readonly required: readonly string[];
}

/** The JSON Schema that the attributes of a listing must satisfy. */
export interface EffectiveSchema extends AttributeSchema {
  readonly type: 'object';
  readonly additionalProperties: false;
}

/** Joins the schemas of a branch from the root to the leaf; the nearer definition of a name wins. */
export function effectiveSchema(branch: readonly AttributeSchema[]): EffectiveSchema {
  return {
    type: 'object',
    properties: Object.assign({}, ...branch.map((schema) => schema.properties)) as AttributeSchema['properties'],
    required: [...new Set(branch.flatMap((schema) => schema.required))],
    additionalProperties: false,
  };
}

/** Path of a child: `electronics` + `audio` → `electronics/audio`. */
export const childPath = (parent: string | undefined, slug: string): string =>
  parent === undefined ? slug : `${parent}/${slug}`;

export const depthOf = (path: string): number => path.split('/').length;

/** Names that `required` demands but neither the schema nor its ancestors define. */
export function undefinedRequirements(schema: AttributeSchema, ancestors: readonly AttributeSchema[]): FieldError[] {
  const { properties } = effectiveSchema([...ancestors, schema]);
  return schema.required
    .filter((name) => !Object.hasOwn(properties, name))
    .map((name) => ({
      pointer: '/attributeSchema/required',
      code: 'undefined_attribute',
      message: `${name} is not defined`,
    }));
}
