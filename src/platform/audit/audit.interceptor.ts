import { Injectable, type CallHandler, type ExecutionContext, type NestInterceptor } from '@nestjs/common';
import { Reflector } from '@nestjs/core';
import { mergeMap, type Observable } from 'rxjs';
import { toWire, type UserActor } from '../../kernel/index.js';
import { callerOf, type GuardedRequest } from '../auth/index.js';
import { AuditLog } from './audit-log.js';
import { AUDITED, LONGEST_REASON, REASON_HEADER, subjectsOf, type AuditRule } from './audit-rule.js';

/** Nothing that staff read of others is answered before it is recorded. */
@Injectable()
export class AuditInterceptor implements NestInterceptor {
  constructor(
    private readonly reflector: Reflector,
    private readonly log: AuditLog,
  ) {}

  intercept(context: ExecutionContext, next: CallHandler): Observable<unknown> {
    const request = context.switchToHttp().getRequest<GuardedRequest>();
    const actor = callerOf(request);
    if (actor.kind !== 'user' || actor.staffRoles.length === 0) return next.handle();
    const rule = this.reflector.get<AuditRule>(AUDITED, context.getHandler());
    return next.handle().pipe(
      mergeMap(async (answer: unknown) => {
        const own = ownOf(actor);
        const subjects = subjectsOf(rule, request.params as Record<string, string>, answer);
        await this.log.record(
          { actor, kind: rule.kind, requestId: request.id, reason: reasonOf(request) },
          subjects.filter((subject) => !own.has(subject)),
        );
        return answer;
      }),
    );
  }
}

const ownOf = ({ userId, memberships }: UserActor): Set<string> =>
  new Set([toWire('usr', userId), ...memberships.map(({ sellerId }) => toWire('sel', sellerId))]);

function reasonOf({ headers }: GuardedRequest): string | null {
  const reason = String(headers[REASON_HEADER.toLowerCase()] ?? '').trim();
  return reason === '' ? null : reason.slice(0, LONGEST_REASON);
}
