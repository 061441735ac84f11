import { Injectable } from '@nestjs/common';
import type { Id } from '../../kernel/index.js';
import { Db, query, statement, violatedConstraint, type Tx } from '../../platform/database/index.js';
import { AlreadyReported } from './moderation.errors.js';

export interface ReportRow {
  readonly id: Id<'rep'>;
  readonly caseId: Id<'cas'>;
  readonly subjectType: 'listing';
  readonly subjectId: Id<'lst'>;
  readonly reporterId: Id<'usr'>;
  readonly reason: string;
  readonly explanation: string | null;
  readonly reportedAt: Date;
}

const insert = statement<[string, string, string, string, string, string, string | null, Date], never>(
  'moderation.insert-report',
  `insert into moderation_reports (id, case_id, subject_type, subject_id, reporter_id, reason, explanation, reported_at)
   values ($1, $2, $3, $4, $5, $6, $7, $8)`,
);

const ofCase = statement<[caseId: string, limit: number], ReportRow>(
  'moderation.reports-of-case',
  `select id, case_id as "caseId", subject_type as "subjectType", subject_id as "subjectId",
          reporter_id as "reporterId", reason, explanation, reported_at as "reportedAt"
     from moderation_reports where case_id = $1 order by id limit $2`,
);

const MOST_SHOWN = 50;

@Injectable()
export class ReportsRepository {
  constructor(private readonly db: Db) {}

  /** @throws AlreadyReported for the reporter's second report of the subject */
  async insert(tx: Tx, report: ReportRow): Promise<void> {
    const { id, caseId, subjectType, subjectId, reporterId, reason, explanation, reportedAt } = report;
    try {
      await query(tx, insert, [id, caseId, subjectType, subjectId, reporterId, reason, explanation, reportedAt]);
    } catch (error) {
      if (violatedConstraint(error) === 'moderation_reports_one_per_reporter') throw new AlreadyReported({});
      throw error;
    }
  }

  /** The first fifty reports that the case rests on. */
  ofCase(caseId: Id<'cas'>): Promise<ReportRow[]> {
    return this.db.query(ofCase, [caseId, MOST_SHOWN]);
  }
}
