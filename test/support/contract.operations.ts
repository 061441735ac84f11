import type { TestApp } from './app.js';

export type Method = 'get' | 'post' | 'put' | 'patch' | 'delete';

export interface ServedOperation {
  readonly id: string;
  readonly method: Method;
  readonly path: string;
  readonly parameters: readonly { readonly name: string; readonly in: string; readonly required?: boolean }[];
  readonly hasBody: boolean;
  /** What an API key must hold for it. */
  readonly scope?: string;
}

interface RawOperation extends ServedOperation {
  readonly operationId: string;
  readonly requestBody?: object;
  readonly 'x-access'?: { readonly scope?: string };
}

interface Served {
  readonly paths: Record<string, Record<string, RawOperation>>;
}

/** Every operation of the document that the running service answers with, by its operation id. */
export async function servedOperations(app: TestApp): Promise<Map<string, ServedOperation>> {
  const { body } = await app.http.get('/openapi.json');
  const operations = Object.entries((body as Served).paths).flatMap(([path, methods]) =>
    Object.entries(methods).map(([method, raw]) => ({
      id: raw.operationId,
      method: method as Method,
      path,
      parameters: raw.parameters ?? [],
      hasBody: raw.requestBody !== undefined,
      scope: raw['x-access']?.scope,
    })),
  );
  return new Map(operations.map((operation) => [operation.id, operation]));
}
