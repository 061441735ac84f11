import { SetMetadata, type CustomDecorator } from '@nestjs/common';

/** `inbound`: signed messages of providers, which come from one address and are not slowed down. */
export type RateClassName = 'read' | 'write' | 'auth' | 'search' | 'inbound';

export const RATE_CLASS = Symbol('rate-class');

/** The limit that the route counts against; without one, GET counts as `read` and the rest as `write`. */
export const RateClass = (name: RateClassName): CustomDecorator<symbol> => SetMetadata(RATE_CLASS, name);
