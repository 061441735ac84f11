import { applyDecorators, SetMetadata, UseInterceptors } from '@nestjs/common';
import { ApiHeader } from '@nestjs/swagger';
import { AuditInterceptor } from './audit.interceptor.js';
import { AUDITED, LONGEST_REASON, REASON_HEADER, type AuditKind } from './audit-rule.js';

/**
 * Declares that staff read personal data of others through the route. Each such read leaves an entry before it is
 * answered: `@Audited('user', 'userId')` of what the path names, `@Audited('seller')` of the `id` of the answer, or of
 * each item of a list; `field` is another name than `id`. What people read of themselves leaves none.
 */
export const Audited = (kind: AuditKind, param?: string, field = 'id'): MethodDecorator & ClassDecorator =>
  applyDecorators(
    SetMetadata(AUDITED, { kind, param, field }),
    UseInterceptors(AuditInterceptor),
    ApiHeader({
      name: REASON_HEADER,
      required: false,
      description: 'Why staff look at this; kept in the audit log.',
      schema: { type: 'string', minLength: 1, maxLength: LONGEST_REASON },
    }),
  );
