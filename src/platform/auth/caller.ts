import { createParamDecorator } from '@nestjs/common';
import type { FastifyRequest } from 'fastify';
import type { Actor } from '../../kernel/index.js';
import type { AccessRule } from './access.js';

/** What the guards leave on the request for the layers behind them. */
export interface GuardedRequest extends FastifyRequest {
  actor?: Actor;
  accessRule?: AccessRule;
}

export const ANONYMOUS: Actor = { kind: 'anonymous' };

export const callerOf = (request: unknown): Actor => (request as GuardedRequest).actor ?? ANONYMOUS;

/** The authenticated principal: `@Caller() actor: Actor`; on a route for `buyer` alone it is a `UserActor`. */
export const Caller = createParamDecorator((_data, context): Actor => callerOf(context.switchToHttp().getRequest()));
