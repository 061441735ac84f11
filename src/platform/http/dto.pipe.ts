import { Injectable, ValidationPipe, type ArgumentMetadata, type ValidationError } from '@nestjs/common';
import type { FieldError } from '../../kernel/index.js';
import { Invalid } from './http.errors.js';

const PLACES: Readonly<Partial<Record<ArgumentMetadata['type'], string>>> = { query: '/query', param: '/path' };

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
      return await super.transform(value, metadata);
    } catch (error) {
      const place = PLACES[metadata.type];
      if (!(error instanceof Invalid) || place === undefined) throw error;
      throw new Invalid(error.errors.map((field) => ({ ...field, pointer: place + field.pointer })));
    }
  }
}

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
    return { pointer, code: 'unknown_field', message: 'is not a field of this request' };
  }
  const bare = message.startsWith(`${property} `) ? message.slice(property.length + 1) : message;
  return { pointer, code: rule.replace(/[A-Z]/g, (letter) => `_${letter.toLowerCase()}`), message: bare };
}
