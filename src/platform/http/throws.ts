import { SetMetadata, type CustomDecorator } from '@nestjs/common';
import type { Problem } from '../../kernel/index.js';

export const THROWS = Symbol('throws');

/** Documents the refusals of a route: `@Throws(OutOfStock, CartEmpty)`. */
export const Throws = (...errors: readonly { readonly problem: Problem }[]): CustomDecorator<symbol> =>
  SetMetadata(
    THROWS,
    errors.map((error) => error.problem),
  );
