import { Injectable } from '@nestjs/common';
import type { Id } from '../../kernel/index.js';
import { Db, query, statement, type Tx } from '../../platform/database/index.js';
import type { Category, Ground } from './statement.domain.js';

export interface StatementRow {
  readonly id: Id<'sta'>;
  readonly caseId: Id<'cas'>;
  readonly sellerId: Id<'sel'>;
  readonly subjectType: 'listing';
  readonly subjectId: Id<'lst'>;
  readonly decisionVisibility: 'removal' | 'disabled';
  readonly ground: Ground;
  readonly clause: string;
  readonly explanation: string;
  /** What the decision rests on: codes of the findings, reasons of the reports. */
  readonly facts: readonly string[];
  readonly source: 'own_initiative' | 'notice';
  readonly contentType: string;
  readonly category: Category;
  readonly territorialScope: string;
  readonly automatedDetection: boolean;
  readonly automatedDecision: 'fully' | 'partially' | 'no';
  readonly redress: string;
  readonly startsAt: Date;
  readonly endsAt: Date | null;
  readonly issuedAt: Date;
}

const insert = statement<[row: string], never>(
  'moderation.insert-statement',
  `insert into moderation_statements (id, case_id, seller_id, subject_type, subject_id, decision_visibility, ground, clause,
     explanation, facts, source, content_type, category, territorial_scope, automated_detection, automated_decision,
     redress, starts_at, ends_at, issued_at)
   select * from jsonb_to_record($1::jsonb) as s(
     "id" uuid, "caseId" uuid, "sellerId" uuid, "subjectType" text, "subjectId" uuid, "decisionVisibility" text,
     "ground" text, "clause" text, "explanation" text, "facts" jsonb, "source" text, "contentType" text,
     "category" text, "territorialScope" text, "automatedDetection" boolean, "automatedDecision" text, "redress" text,
     "startsAt" timestamptz, "endsAt" timestamptz, "issuedAt" timestamptz)`,
);

const find = statement<[id: string], StatementRow>(
  'moderation.find-statement',
  `select id, case_id as "caseId", seller_id as "sellerId", subject_type as "subjectType", subject_id as "subjectId",
          decision_visibility as "decisionVisibility", ground, clause, explanation, facts, source,
          content_type as "contentType", category, territorial_scope as "territorialScope",
          automated_detection as "automatedDetection", automated_decision as "automatedDecision", redress,
          starts_at as "startsAt", ends_at as "endsAt", issued_at as "issuedAt"
     from moderation_statements where id = $1`,
);

@Injectable()
export class StatementsRepository {
  constructor(private readonly db: Db) {}

  async insert(tx: Tx, row: StatementRow): Promise<void> {
    await query(tx, insert, [JSON.stringify(row)]);
  }

  find(id: Id<'sta'>): Promise<StatementRow | undefined> {
    return this.db.queryOne(find, [id]);
  }
}
