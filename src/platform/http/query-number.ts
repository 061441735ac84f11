import { Transform } from 'class-transformer';

const WHOLE_NUMBER = /^-?\d{1,15}$/;

/** Reads a whole number from the query string: decimal digits only, where `Number` would take `1e2`, `0x1` and ` `. */
export const QueryNumber = (): PropertyDecorator =>
  Transform(({ value }: { value: unknown }) =>
    typeof value === 'string' && WHOLE_NUMBER.test(value) ? Number(value) : value,
  );
