import { Injectable } from '@nestjs/common';
import { Clock, fromWire, toWire, type Id, type StaffRole, type UserActor } from '../../kernel/index.js';
import { Db, statement } from '../database/index.js';
import { Cursors, type Page } from '../http/index.js';
import type { AuditEntryView, AuditQuery } from './audit.dto.js';
import type { AuditKind } from './audit-rule.js';

export interface Reading {
  readonly actor: UserActor;
  readonly kind: AuditKind;
  readonly requestId: string;
  readonly reason: string | null;
}

interface Row {
  readonly id: number;
  readonly at: Date;
  readonly actorId: Id<'usr'>;
  readonly roles: StaffRole[];
  readonly kind: AuditKind;
  readonly subjectId: string;
  readonly requestId: string | null;
  readonly reason: string | null;
}

const insert = statement<
  [Date, actorId: string, roles: readonly string[], kind: string, subjects: string[], string, string | null],
  never
>(
  'audit.insert',
  `insert into audit_log (at, actor_id, roles, kind, subject_id, request_id, reason)
   select $1, $2, $3::text[], $4, subject, $6, $7 from unnest($5::text[]) as s(subject)`,
);

const list = statement<
  [actorId: string | null, kind: string | null, subject: string | null, before: number, n: number],
  Row
>(
  'audit.list',
  `select id, at, actor_id as "actorId", roles, kind, subject_id as "subjectId", request_id as "requestId", reason
     from audit_log
    where ($1::uuid is null or actor_id = $1) and ($2::text is null or kind = $2)
      and ($3::text is null or subject_id = $3) and id < $4 order by id desc limit $5`,
);

/** Who of the staff has read what of whom. */
@Injectable()
export class AuditLog {
  constructor(
    private readonly db: Db,
    private readonly clock: Clock,
    private readonly cursors: Cursors,
  ) {}

  /** One entry for each subject, in wire form. */
  async record({ actor, kind, requestId, reason }: Reading, subjects: readonly string[]): Promise<void> {
    if (subjects.length === 0) return;
    const { userId, staffRoles } = actor;
    await this.db.query(insert, [this.clock.now(), userId, staffRoles, kind, [...subjects], requestId, reason]);
  }

  /** Newest first. */
  async page({ actorId, kind, subjectId, limit, cursor }: AuditQuery): Promise<Page<AuditEntryView>> {
    const filterKey = `audit:${actorId ?? ''}:${kind ?? ''}:${subjectId ?? ''}`;
    const [before] = this.cursors.read<[number]>(cursor, filterKey) ?? [Number.MAX_SAFE_INTEGER];
    const actor = actorId === undefined ? null : (fromWire('usr', actorId) ?? null);
    const rows = await this.db.query(list, [actor, kind ?? null, subjectId ?? null, before, limit + 1]);
    return this.cursors.page(rows.map(viewOf), limit, filterKey, (last) => [last.id]);
  }
}

const viewOf = ({ actorId, at, ...row }: Row): AuditEntryView => ({
  ...row,
  at: at.toISOString(),
  actorId: toWire('usr', actorId),
});
