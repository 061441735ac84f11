import { applyDecorators, createParamDecorator } from '@nestjs/common';
import { ApiProperty } from '@nestjs/swagger';
import { Matches } from 'class-validator';
import type { FastifyRequest } from 'fastify';
import { fromWire, type Id, type Prefix } from '../../kernel/index.js';
import { documentsParam } from './header-docs.js';
import { NotFound } from './http.errors.js';

export const wirePattern = (prefix: Prefix): string => `^${prefix}_[0-7][0-9a-hjkmnp-tv-z]{25}$`;

const EXAMPLE = '01hzy3v9qtf5r8m2k4w6x8y0za';

/** An identifier in the path: `@WireId('ord', 'orderId') id: Id<'ord'>`; another prefix or form is a 404. */
export const WireId = (prefix: Prefix, name: string): ParameterDecorator =>
  createParamDecorator(
    (_data, context): string => {
      const params = context.switchToHttp().getRequest<FastifyRequest>().params as Record<string, string>;
      return parseWireId(prefix, params[name] ?? '');
    },
    [
      documentsParam({
        name,
        schema: { type: 'string', pattern: wirePattern(prefix), minLength: 30, maxLength: 30 },
        example: `${prefix}_${EXAMPLE}`,
      }),
    ],
  )();

/** A field of a request body that holds an identifier in its wire form. */
export const IsWireId = (prefix: Prefix): PropertyDecorator =>
  applyDecorators(
    Matches(new RegExp(wirePattern(prefix)), { message: `must be an identifier that starts with ${prefix}_` }),
    ApiProperty({ type: String, pattern: wirePattern(prefix), minLength: 30, maxLength: 30 }),
  );

/** @throws NotFound when the text is not an identifier of that prefix. */
export function parseWireId<P extends Prefix>(prefix: P, wire: string): Id<P> {
  const id = fromWire(prefix, wire);
  if (id === undefined) throw new NotFound({ what: 'resource' });
  return id;
}
