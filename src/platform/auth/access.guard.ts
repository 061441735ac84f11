import { Injectable, type CanActivate, type ExecutionContext } from '@nestjs/common';
import { Reflector } from '@nestjs/core';
import { AuthGuard } from '@nestjs/passport';
import type { Actor } from '../../kernel/index.js';
import { ACCESS, type AccessRule } from './access.js';
import { Forbidden, Unauthenticated } from './auth.errors.js';
import type { GuardedRequest } from './caller.js';
import { mayCall, needsOf } from './may-call.js';

const BEARER = /^Bearer \S+$/i;

/** Authenticates whoever sends credentials and refuses whoever the route's declaration does not name. */
@Injectable()
export class AccessGuard extends AuthGuard(['api-key', 'session-token']) implements CanActivate {
  constructor(private readonly reflector: Reflector) {
    super({ property: 'actor' });
  }

  override async canActivate(context: ExecutionContext): Promise<boolean> {
    const request = context.switchToHttp().getRequest<GuardedRequest>();
    const rule = this.reflector.get<AccessRule>(ACCESS, context.getHandler());
    request.accessRule = rule;
    const isAnonymous = request.headers.authorization === undefined;
    if (isAnonymous && !rule.roles.includes('anyone')) throw new Unauthenticated({});
    if (!isAnonymous) await this.authenticate(context, request);
    if (!mayCall(request.actor ?? { kind: 'anonymous' }, rule)) throw new Forbidden({ needs: needsOf(rule) });
    return true;
  }

  private async authenticate(context: ExecutionContext, request: GuardedRequest): Promise<void> {
    if (!BEARER.test(request.headers.authorization ?? '')) throw new Unauthenticated({});
    await super.canActivate(context);
  }

  override handleRequest<T = Actor>(error: unknown, actor: T | false): T {
    if (error) throw error;
    if (!actor) throw new Unauthenticated({});
    return actor;
  }
}
