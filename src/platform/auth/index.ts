export { Access, ACCESS, AUDIENCES, type AccessRule, type Audience, type Role } from './access.js';
export { AccessGuard } from './access.guard.js';
export { Forbidden, Unauthenticated } from './auth.errors.js';
export { AuthModule } from './auth.module.js';
export { Authenticator } from './authenticator.js';
export { Caller, callerOf, type GuardedRequest } from './caller.js';
export { DeclaredRoutes, type DeclaredRoute } from './declared-routes.js';
