import { Injectable } from '@nestjs/common';
import type { Id } from '../../kernel/index.js';
import { Db, query, queryOne, statement, type Tx } from '../../platform/database/index.js';
import { NotFound } from '../../platform/http/index.js';
import type { CaseDecision } from './moderation.events.js';
import type { CaseInput, SubjectType } from './moderation.types.js';

export type CaseState = 'open' | 'assigned' | 'decided' | 'closed';
export type CaseKind = CaseInput['kind'];

export interface CaseRow {
  readonly id: Id<'cas'>;
  readonly kind: CaseKind;
  readonly subjectType: SubjectType;
  readonly subjectId: Id<'lst'>;
  readonly sellerId: Id<'sel'>;
  readonly reason: string;
  readonly priority: number;
  readonly reportCount: number;
  readonly state: CaseState;
  readonly version: number;
  readonly assignee: Id<'usr'> | null;
  readonly leaseUntil: Date | null;
  readonly slaDueAt: Date;
  readonly decision: CaseDecision | null;
  readonly decidedAt: Date | null;
  readonly openedAt: Date;
}

export interface NewCase extends CaseInput {
  readonly id: Id<'cas'>;
  readonly screeningId: string | null;
  readonly slaDueAt: Date;
  readonly at: Date;
}

const COLUMNS = `id, kind, subject_type as "subjectType", subject_id as "subjectId", seller_id as "sellerId", reason,
  priority, report_count as "reportCount", state, version, assignee, lease_until as "leaseUntil",
  sla_due_at as "slaDueAt", decision, decided_at as "decidedAt", opened_at as "openedAt"`;

const open = statement<
  [string, string, string, string, string, string, string | null, number, Date, Date],
  { id: Id<'cas'> }
>(
  'moderation.open-case',
  `insert into moderation_cases (id, kind, subject_type, subject_id, seller_id, reason, screening_id, priority,
                                 sla_due_at, opened_at, updated_at)
   values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $10)
   on conflict (subject_type, subject_id, reason) where state in ('open', 'assigned')
     do update set priority = greatest(moderation_cases.priority, excluded.priority), updated_at = excluded.updated_at
   returning id`,
);

const liveScreening = statement<[subjectType: string, subjectId: string], { id: Id<'cas'> }>(
  'moderation.live-screening-cases',
  `select id from moderation_cases
    where subject_type = $1 and subject_id = $2 and kind in ('screening', 'sample') and state in ('open', 'assigned')`,
);

const find = statement<[id: string], CaseRow>(
  'moderation.find-case',
  `select ${COLUMNS} from moderation_cases where id = $1`,
);

const lock = statement<[id: string], CaseRow>(
  'moderation.lock-case',
  `select ${COLUMNS} from moderation_cases where id = $1 for no key update`,
);

const next = statement<[], { id: Id<'cas'> }>(
  'moderation.next-case',
  `select id from moderation_cases where state = 'open' order by priority desc, id limit 1
   for no key update skip locked`,
);

const assign = statement<[id: string, to: string | null, until: Date | null], never>(
  'moderation.assign-case',
  'update moderation_cases set assignee = $2, lease_until = $3 where id = $1',
);

const decide = statement<[id: string, decision: CaseDecision, at: Date], never>(
  'moderation.decide-case',
  'update moderation_cases set decision = $2, decided_at = $3 where id = $1',
);

const countReport = statement<[id: string, step: number], never>(
  'moderation.count-report',
  `update moderation_cases set report_count = report_count + 1, priority = least(100, priority + $2) where id = $1`,
);

const list = statement<[state: string, kind: string | null, after: string | null, limit: number], CaseRow>(
  'moderation.list-cases',
  `select ${COLUMNS} from moderation_cases
    where state = $1 and ($2::text is null or kind = $2) and ($3::uuid is null or id > $3) order by id limit $4`,
);

@Injectable()
export class CasesRepository {
  constructor(private readonly db: Db) {}

  /** The id of the new case, or of the live one of the same subject and reason. */
  async open(tx: Tx, input: NewCase): Promise<Id<'cas'>> {
    const { id, kind, subjectType, subjectId, sellerId, reason, screeningId, priority, slaDueAt, at } = input;
    const values = [id, kind, subjectType, subjectId, sellerId, reason, screeningId, priority, slaDueAt, at] as const;
    const row = await queryOne(tx, open, [...values]);
    return row?.id ?? id;
  }

  /** Live cases that an older screening of the subject opened; who closes them looks at their state again. */
  async openedByScreening(tx: Tx, subjectType: SubjectType, subjectId: string): Promise<Id<'cas'>[]> {
    const rows = await query(tx, liveScreening, [subjectType, subjectId]);
    return rows.map(({ id }) => id);
  }

  find(id: Id<'cas'>): Promise<CaseRow | undefined> {
    return this.db.queryOne(find, [id]);
  }

  /** @throws NotFound */
  async lock(tx: Tx, id: string): Promise<CaseRow> {
    const row = await queryOne(tx, lock, [id]);
    if (!row) throw new NotFound({ what: 'case' });
    return row;
  }

  /** The open case to look at next, locked; those that others are just taking are passed over. */
  async next(tx: Tx): Promise<Id<'cas'> | undefined> {
    const row = await queryOne(tx, next, []);
    return row?.id;
  }

  async assign(tx: Tx, id: Id<'cas'>, to: Id<'usr'> | null, until: Date | null): Promise<void> {
    await query(tx, assign, [id, to, until]);
  }

  /** Notes the decision; the move to `decided` comes after it. */
  async decide(tx: Tx, id: Id<'cas'>, decision: CaseDecision, at: Date): Promise<void> {
    await query(tx, decide, [id, decision, at]);
  }

  /** One more report makes the case more urgent by `step`. */
  async countReport(tx: Tx, id: Id<'cas'>, step: number): Promise<void> {
    await query(tx, countReport, [id, step]);
  }

  list(state: CaseState, kind: CaseKind | null, after: string | null, limit: number): Promise<CaseRow[]> {
    return this.db.query(list, [state, kind, after, limit]);
  }
}
