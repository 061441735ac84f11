import { createParamDecorator, Injectable, type ExecutionContext, type PipeTransform } from '@nestjs/common';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { actorRef } from '../../kernel/index.js';
import { callerOf } from '../auth/index.js';
import { FieldCipher, sha256 } from '../crypto/index.js';
import { canonicalJson } from './canonical-json.js';
import { IdempotencyKeyRequired } from './http.errors.js';
import { IDEMPOTENT, type Idempotency } from './idempotent.js';
import type { Claim } from './idempotency-keys.js';
import { Once } from './once.js';

const MONEY_DAYS = 30;
const OTHER_DAYS = 1;
const KEY = /^[\x21-\x7e]{1,255}$/;

interface Scope {
  readonly claim: Claim | undefined;
  readonly reply: FastifyReply;
}

function scopeOf(context: ExecutionContext): Scope {
  const http = context.switchToHttp();
  const request = http.getRequest<FastifyRequest>();
  const need = Reflect.getMetadata(IDEMPOTENT, context.getHandler()) as Idempotency | undefined;
  return { claim: claimOf(request, need), reply: http.getResponse<FastifyReply>() };
}

function claimOf(request: FastifyRequest, need: Idempotency | undefined): Claim | undefined {
  const key = request.headers['idempotency-key'];
  if (key === undefined && need !== 'required') return undefined;
  if (typeof key !== 'string' || !KEY.test(key)) throw new IdempotencyKeyRequired({});
  const text = `${request.method} ${request.url}\n${canonicalJson(request.body)}`;
  return {
    principal: principalOf(request),
    key,
    fingerprint: sha256(text),
    keepDays: need === 'required' ? MONEY_DAYS : OTHER_DAYS,
  };
}

/** Callers without a name share their address, and see a stored answer only for the same body. */
function principalOf(request: FastifyRequest): string {
  const { type, id } = actorRef(callerOf(request));
  return type === 'anonymous' ? `anonymous:${request.ip}` : `${type}:${id}`;
}

@Injectable()
export class OncePipe implements PipeTransform<Scope, Once> {
  constructor(private readonly cipher: FieldCipher) {}

  transform({ claim, reply }: Scope): Once {
    return claim ? new Once(claim, this.cipher, () => void reply.header('Idempotency-Replayed', 'true')) : Once.none;
  }
}

const ReadScope = createParamDecorator((_data, context): Scope => scopeOf(context));

/** The scope of the request's `Idempotency-Key`: `@IdempotencyScope() once: Once`; pass it to the verb. */
export const IdempotencyScope = (): ParameterDecorator => ReadScope(OncePipe);
