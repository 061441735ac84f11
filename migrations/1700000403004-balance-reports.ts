import type { MigrationInterface, QueryRunner } from 'typeorm';

/** Accounts whose provider is asked every day what happened, and which days it has told of. */
export class BalanceReports1700000403004 implements MigrationInterface {
  async up(q: QueryRunner): Promise<void> {
    await q.query(`
      create table balance_report_schedules (
        account_id uuid primary key references reconciliation_accounts,
        since date not null,
        is_on boolean not null,
        changed_by uuid not null,
        changed_at timestamptz not null
      );
      comment on column balance_report_schedules.since is 'The first day that is asked for, in UTC';

      create table balance_report_days (
        account_id uuid not null references balance_report_schedules,
        day date not null,
        attempts integer not null default 0 check (attempts >= 0),
        tried_at timestamptz,
        fault text,
        file_id uuid references reconciliation_files,
        fetched_at timestamptz,
        primary key (account_id, day),
        constraint balance_report_days_fetched check ((file_id is null) = (fetched_at is null)
          and (fetched_at is null or fault is null))
      );
      create index balance_report_days_due on balance_report_days (day, account_id) where fetched_at is null;
    `);
  }

  async down(q: QueryRunner): Promise<void> {
    await q.query('drop table balance_report_days');
    await q.query('drop table balance_report_schedules');
  }
}
