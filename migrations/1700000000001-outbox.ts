import type { MigrationInterface, QueryRunner } from 'typeorm';

/** Published facts, and per consumer of each fact (or per deadline that came) one delivery until it is done. */
export class Outbox1700000000001 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      create table outbox_events (
        id          uuid primary key,
        sequence    bigint generated always as identity,
        name        text not null,
        version     int not null,
        subject_id  text not null,
        seller_id   uuid,
        payload     jsonb not null,
        occurred_at timestamptz not null,
        request_id  text,
        created_at  timestamptz not null default clock_timestamp()
      )`);
    await runner.query(`create unique index outbox_events_sequence on outbox_events (sequence)`);
    await runner.query(
      `create index outbox_events_feed on outbox_events (seller_id, sequence) where seller_id is not null`,
    );
    await runner.query(`
      create table outbox_deliveries (
        id              bigint generated always as identity primary key,
        event_id        uuid,
        consumer        text not null,
        queue           text not null,
        subject_id      text not null,
        due_at          timestamptz,
        state           text not null default 'waiting',
        attempts        int not null default 0,
        failures        int not null default 0,
        next_attempt_at timestamptz not null default clock_timestamp(),
        lease_until     timestamptz,
        last_error      text,
        created_at      timestamptz not null default clock_timestamp(),
        done_at         timestamptz,
        constraint outbox_deliveries_state check (state in ('waiting', 'relayed', 'done', 'dead')),
        constraint outbox_deliveries_origin check ((event_id is null) <> (due_at is null))
      ) with (fillfactor = 70, autovacuum_vacuum_scale_factor = 0.02)`);
    await runner.query(
      `create index outbox_deliveries_waiting on outbox_deliveries (queue, next_attempt_at, id)
         where state = 'waiting'`,
    );
    await runner.query(`create index outbox_deliveries_relayed on outbox_deliveries (queue) where state = 'relayed'`);
    await runner.query(`create index outbox_deliveries_dead on outbox_deliveries (id) where state = 'dead'`);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query(`drop table outbox_deliveries`);
    await runner.query(`drop table outbox_events`);
  }
}
