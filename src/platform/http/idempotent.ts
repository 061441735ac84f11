import { SetMetadata, type CustomDecorator } from '@nestjs/common';

export const IDEMPOTENT = Symbol('idempotent');

export type Idempotency = 'required' | 'optional';

/** `Idempotency-Key` is required where money moves; `'optional'` on other POSTs. Take the scope with `@IdempotencyScope()`. */
export const Idempotent = (need: Idempotency = 'required'): CustomDecorator<symbol> => SetMetadata(IDEMPOTENT, need);
