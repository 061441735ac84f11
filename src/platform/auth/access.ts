import { SetMetadata, type CustomDecorator } from '@nestjs/common';
import type { StaffRole } from '../../kernel/index.js';

/** `anyone`: public. `buyer`: a signed-in person. `seller`: a member's session, or an API key that holds the scope. */
export type Role = 'anyone' | 'buyer' | 'seller' | StaffRole;

export const AUDIENCES = ['storefront', 'seller', 'moderator', 'finance'] as const;

/** Whom a document of the API is written for. */
export type Audience = (typeof AUDIENCES)[number];

export interface AccessRule {
  readonly roles: readonly [Role, ...Role[]];
  /** What an API key must hold, `orders:write`; a session holds every scope of its person. */
  readonly scope?: string;
  /** Documents that list the route beside those that its roles imply. */
  readonly audiences?: readonly Audience[];
}

export const ACCESS = Symbol('access');

/** Declares who may call the route. Every route has one, or the application refuses to start. */
export const Access = (rule: AccessRule): CustomDecorator<symbol> => SetMetadata(ACCESS, rule);
