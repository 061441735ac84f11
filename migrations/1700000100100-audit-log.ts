import type { MigrationInterface, QueryRunner } from 'typeorm';

/** Who of the staff has read personal data of whom. Written once: no row is ever changed or removed. */
export class AuditLog1700000100100 implements MigrationInterface {
  async up(q: QueryRunner): Promise<void> {
    await q.query(`
      create table audit_log (
        id         bigint generated always as identity primary key,
        at         timestamptz not null,
        actor_id   uuid not null,
        roles      text[] not null check (cardinality(roles) > 0),
        kind       text not null check (char_length(kind) between 1 and 40),
        subject_id text not null check (char_length(subject_id) between 1 and 80),
        request_id text,
        reason     text check (char_length(reason) between 1 and 300)
      )`);
    await q.query('create index audit_log_of_actor on audit_log (actor_id, id)');
    await q.query('create index audit_log_of_subject on audit_log (subject_id, id)');
    await q.query('create index audit_log_of_kind on audit_log (kind, id)');
    await q.query(`
      create function audit_log_is_final() returns trigger language plpgsql as $$
      begin
        raise exception '% of % is not possible', tg_op, tg_table_name
          using errcode = '23514', constraint = 'audit_log_is_final';
      end $$`);
    await q.query(`
      create trigger audit_log_is_final before update or delete or truncate on audit_log
        for each statement execute function audit_log_is_final()`);
  }

  async down(q: QueryRunner): Promise<void> {
    await q.query('drop table audit_log');
    await q.query('drop function audit_log_is_final');
  }
}
