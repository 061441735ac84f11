import type { OpenAPIObject } from '@nestjs/swagger';

type PathItem = OpenAPIObject['paths'][string];

export const METHODS = ['get', 'post', 'put', 'patch', 'delete'] as const;
export type Operation = NonNullable<PathItem['get']> & { 'x-access'?: object; 'x-problems'?: string[] };
export type Responses = Operation['responses'];
export type Parameter = NonNullable<Operation['parameters']>[number];

export function operationsOf({ paths }: Pick<OpenAPIObject, 'paths'>): Operation[] {
  return Object.values(paths).flatMap((item) =>
    METHODS.flatMap((method) => (item[method] ? [item[method] as Operation] : [])),
  );
}

/** A JSON Schema as far as this code reads and writes it. */
export interface Schema {
  type?: string | string[];
  format?: string;
  enum?: unknown[];
  const?: unknown;
  pattern?: string;
  minLength?: number;
  maxLength?: number;
  minimum?: number;
  maximum?: number;
  minItems?: number;
  maxItems?: number;
  uniqueItems?: boolean;
  items?: Schema;
  properties?: Record<string, Schema>;
  additionalProperties?: boolean | Schema;
  required?: string[];
  allOf?: Schema[];
  anyOf?: Schema[];
  oneOf?: Schema[];
  $ref?: string;
  description?: string;
  default?: unknown;
}
