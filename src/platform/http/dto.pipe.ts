import { Injectable, ValidationPipe, type ArgumentMetadata, type ValidationError } from '@nestjs/common';
import type { FieldError } from '../../kernel/index.js';
import { Invalid } from './http.errors.js';

const PLACES: Readonly<Partial<Record<ArgumentMetadata['type'], string>>> = { query: '/query', param: '/path' };

const UNKNOWN_FIELD = { code: 'unknown_field', message: 'is not a field of this request' };

/** Turns input into DTO instances; unknown fields are refused. @throws Invalid with a JSON pointer for each field */
@Injectable()
export class DtoPipe extends ValidationPipe {
  constructor() {
    super({
      whitelist: true,
      forbidNonWhitelisted: true,
      transform: true,
      exceptionFactory: (failures) => new Invalid(fieldErrors(failures, '')),
    });
  }

  override async transform(value: unknown, metadata: ArgumentMetadata): Promise<unknown> {
    try {
      refuseUnusable(value, metadata);
      return await super.transform(value, metadata);
    } catch (error) {
      const place = PLACES[metadata.type];
      if (!(error instanceof Invalid) || place === undefined) throw error;
      throw new Invalid(error.errors.map((field) => ({ ...field, pointer: place + field.pointer })));
    }
  }
}

/** What the base class lets pass: `null` for an object, and in a query inherited names and text that no database takes. */
function refuseUnusable(value: unknown, { type }: ArgumentMetadata): void {
  if (type === 'body' && value === null) {
    throw new Invalid([{ pointer: '', code: 'is_object', message: 'must be an object' }]);
  }
  if (type !== 'query' || typeof value !== 'object') return;
  const faults = Object.entries(value ?? {}).flatMap(([name, text]): FieldError[] => {
    const pointer = `/${name}`;
    if (name in Object.prototype) return [{ pointer, ...UNKNOWN_FIELD }];
    return [text].flat().some(hasNul) ? [{ pointer, code: 'no_nul', message: 'must not contain NUL' }] : [];
  });
  if (faults.length > 0) throw new Invalid(faults);
}

const hasNul = (text: unknown): boolean => typeof text === 'string' && text.includes('\0');

function fieldErrors(failures: readonly ValidationError[], path: string): FieldError[] {
  return failures.flatMap(({ property, constraints, children }) => {
    const pointer = `${path}/${property.replaceAll('~', '~0').replaceAll('/', '~1')}`;
    const own = Object.entries(constraints ?? {}).map(([rule, message]) =>
      fieldError(pointer, property, rule, message),
    );
    return [...own, ...fieldErrors(children ?? [], pointer)];
  });
}

function fieldError(pointer: string, property: string, rule: string, message: string): FieldError {
  if (rule === 'whitelistValidation') {
    return { pointer, ...UNKNOWN_FIELD };
  }
  const bare = message.startsWith(`${property} `) ? message.slice(property.length + 1) : message;
  return { pointer, code: rule.replace(/[A-Z]/g, (letter) => `_${letter.toLowerCase()}`), message: bare };
}
