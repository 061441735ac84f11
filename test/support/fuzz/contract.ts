import { readFile } from 'node:fs/promises';

export interface Schema {
  readonly $ref?: string;
  readonly type?: string | readonly string[];
  readonly enum?: readonly unknown[];
  readonly format?: string;
  readonly pattern?: string;
  readonly minLength?: number;
  readonly maxLength?: number;
  readonly minimum?: number;
  readonly maximum?: number;
  readonly minItems?: number;
  readonly maxItems?: number;
  readonly items?: Schema;
  readonly properties?: Readonly<Record<string, Schema>>;
  readonly required?: readonly string[];
  readonly allOf?: readonly Schema[];
  readonly oneOf?: readonly Schema[];
  readonly anyOf?: readonly Schema[];
}

export interface Parameter {
  readonly name: string;
  readonly in: 'path' | 'query' | 'header';
  readonly required?: boolean;
  readonly schema: Schema;
}

interface Content {
  readonly content?: Readonly<Record<string, { readonly schema: Schema }>>;
}

export interface Operation {
  readonly id: string;
  readonly method: 'get' | 'post' | 'put' | 'patch' | 'delete';
  readonly path: string;
  readonly tags: readonly string[];
  readonly access: { readonly roles: readonly string[]; readonly scope?: string };
  readonly parameters: readonly Parameter[];
  readonly body?: Schema;
  readonly responses: Readonly<Record<string, Content & { readonly $ref?: string }>>;
}

interface RawOperation extends Omit<Operation, 'id' | 'method' | 'path' | 'access' | 'body'> {
  readonly operationId: string;
  readonly 'x-access': Operation['access'];
  readonly requestBody?: Content;
}

/** The published OpenAPI document, as its readers see it. */
export class Contract {
  private constructor(private readonly document: { paths: Record<string, Record<string, RawOperation>> }) {}

  static async read(file = 'docs/api/openapi.json'): Promise<Contract> {
    return new Contract(JSON.parse(await readFile(file, 'utf8')) as Contract['document']);
  }

  operations(): Operation[] {
    return Object.entries(this.document.paths).flatMap(([path, methods]) =>
      Object.entries(methods).map(([method, raw]) => ({
        id: raw.operationId,
        method: method as Operation['method'],
        path,
        tags: raw.tags ?? [],
        access: raw['x-access'],
        parameters: raw.parameters ?? [],
        body: raw.requestBody?.content?.['application/json']?.schema,
        responses: raw.responses,
      })),
    );
  }

  resolve<T extends { readonly $ref?: string }>(value: T): T {
    if (!value.$ref) return value;
    const parts = value.$ref.replace('#/', '').split('/');
    return parts.reduce<unknown>((at, part) => (at as Record<string, unknown>)[part], this.document) as T;
  }

  /** What the schemas of answers refer to. */
  get components(): object | undefined {
    return (this.document as { components?: object }).components;
  }

  schemaOf(response: Content & { readonly $ref?: string }): object | undefined {
    return Object.values(this.resolve(response).content ?? {})[0]?.schema;
  }
}
