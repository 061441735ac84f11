import { Injectable, type CanActivate, type ExecutionContext } from '@nestjs/common';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { actorRef } from '../../kernel/index.js';
import { callerOf } from '../auth/index.js';
import { RATE_CLASS, type RateClassName } from './rate-class.js';
import { RateLimiter } from './rate-limiter.js';

function classOf(context: ExecutionContext, method: string): RateClassName {
  const declared = Reflect.getMetadata(RATE_CLASS, context.getHandler()) as RateClassName | undefined;
  return declared ?? (method === 'GET' || method === 'HEAD' ? 'read' : 'write');
}

/** Before anybody is authenticated, so that guessing credentials is limited too. */
@Injectable()
export class AddressRateGuard implements CanActivate {
  constructor(private readonly limiter: RateLimiter) {}

  async canActivate(context: ExecutionContext): Promise<boolean> {
    const request = context.switchToHttp().getRequest<FastifyRequest>();
    const name = classOf(context, request.method);
    if (!this.limiter.countsAddress(request.ip, name)) return true;
    const reply = context.switchToHttp().getResponse<FastifyReply>();
    await this.limiter.take('address', request.ip, name, reply);
    return true;
  }
}

/** After the caller is known. */
@Injectable()
export class PrincipalRateGuard implements CanActivate {
  constructor(private readonly limiter: RateLimiter) {}

  async canActivate(context: ExecutionContext): Promise<boolean> {
    if (!this.limiter.isOn) return true;
    const request = context.switchToHttp().getRequest<FastifyRequest>();
    const { type, id } = actorRef(callerOf(request));
    if (type === 'anonymous') return true;
    const reply = context.switchToHttp().getResponse<FastifyReply>();
    await this.limiter.take('principal', `${type}:${id}`, classOf(context, request.method), reply);
    return true;
  }
}
