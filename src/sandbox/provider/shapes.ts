import { Ajv, type ValidateFunction } from 'ajv';
import formats from 'ajv-formats';
import type { FastifyInstance } from 'fastify';

/** What Fastify would do by itself. */
const AS_USUAL = { coerceTypes: 'array', useDefaults: true, removeAdditional: true, addUsedSchema: false } as const;

/** Each shape is compiled for the first request that has it: a start has none, and most sandboxes have few. */
export function compileOnDemand(app: FastifyInstance): void {
  let ajv: Ajv | undefined;
  const compile = (schema: object): ValidateFunction => (ajv ??= formats.default(new Ajv(AS_USUAL))).compile(schema);
  app.setValidatorCompiler<object>(({ schema }) => {
    let isValid: ValidateFunction | undefined;
    return (data: unknown) => {
      isValid ??= compile(schema);
      return isValid(data) ? true : { error: isValid.errors ?? [] };
    };
  });
}
