import type { MigrationInterface, QueryRunner } from 'typeorm';

/** The moderators' queue, the buyers' reports that feed it, and the statements of reasons that decisions write. */
export class ModerationCases1700000000901 implements MigrationInterface {
  async up(q: QueryRunner): Promise<void> {
    await q.query(`
      create table moderation_cases (
        id uuid primary key,
        kind text not null check (kind in ('screening', 'sample', 'report', 'signal')),
        subject_type text not null,
        subject_id uuid not null,
        seller_id uuid not null,
        reason text not null,
        screening_id uuid references moderation_screenings,
        priority int not null check (priority between 0 and 100),
        report_count int not null default 0 check (report_count >= 0),
        state text not null default 'open',
        version int not null default 1,
        assignee uuid,
        lease_until timestamptz,
        sla_due_at timestamptz not null,
        decision text check (decision in ('approve', 'require_changes', 'remove')),
        decided_at timestamptz,
        opened_at timestamptz not null,
        updated_at timestamptz not null,
        check ((state = 'assigned') <= (assignee is not null and lease_until is not null)),
        check ((state = 'decided') <= (decision is not null and decided_at is not null))
      );
      create unique index moderation_cases_one_live on moderation_cases (subject_type, subject_id, reason)
        where state in ('open', 'assigned');
      create index moderation_cases_queue on moderation_cases (priority desc, id) where state = 'open';
      create index moderation_cases_by_state on moderation_cases (state, id);

      create table moderation_reports (
        id uuid primary key,
        case_id uuid not null references moderation_cases,
        subject_type text not null,
        subject_id uuid not null,
        reporter_id uuid not null,
        reason text not null,
        explanation text,
        reported_at timestamptz not null,
        constraint moderation_reports_one_per_reporter unique (subject_type, subject_id, reporter_id)
      );
      create index moderation_reports_case on moderation_reports (case_id);
    `);
    await q.query(STATEMENTS);
  }

  async down(q: QueryRunner): Promise<void> {
    await q.query('drop table moderation_statements, moderation_reports, moderation_cases');
  }
}

/** The field set of the EU Transparency Database, as far as listings need it. */
const STATEMENTS = `
  create table moderation_statements (
    id uuid primary key,
    case_id uuid not null constraint moderation_statements_case_key unique references moderation_cases,
    seller_id uuid not null,
    subject_type text not null,
    subject_id uuid not null,
    decision_visibility text not null check (decision_visibility in ('removal', 'disabled')),
    decision_provision text,
    decision_account text,
    decision_monetary text,
    ground text not null check (ground in ('illegal', 'incompatible')),
    clause text not null,
    explanation text not null,
    facts jsonb not null,
    source text not null check (source in ('own_initiative', 'notice')),
    content_type text not null,
    category text not null,
    territorial_scope text not null,
    automated_detection boolean not null,
    automated_decision text not null check (automated_decision in ('fully', 'partially', 'no')),
    redress text not null,
    starts_at timestamptz not null,
    ends_at timestamptz,
    issued_at timestamptz not null
  );
  create trigger moderation_statements_immutable before update or delete on moderation_statements
    for each row execute function moderation_refuse_change();
`;
