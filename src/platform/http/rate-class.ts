import { SetMetadata, type CustomDecorator } from '@nestjs/common';

export type RateClassName = 'read' | 'write' | 'auth' | 'search';

export const RATE_CLASS = Symbol('rate-class');

/** The limit that the route counts against; without one, GET counts as `read` and the rest as `write`. */
export const RateClass = (name: RateClassName): CustomDecorator<symbol> => SetMetadata(RATE_CLASS, name);
