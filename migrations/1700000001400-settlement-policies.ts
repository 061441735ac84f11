import type { MigrationInterface, QueryRunner } from 'typeorm';

/** When sellers get their money, as data: tiers, smallest payouts, and the switch that stops payouts. */
export class SettlementPolicies1700000001400 implements MigrationInterface {
  async up(q: QueryRunner): Promise<void> {
    await q.query(`
      -- A changed policy is a new version; what was earned under an old one keeps it.
      create table settlement_policies (
        tier text not null check (tier in ('T0', 'T1', 'T2', 'T3')),
        version integer not null check (version > 0),
        hold_days integer not null check (hold_days between 0 and 90),
        confirmed_hold_days integer not null check (confirmed_hold_days >= 1),
        reserve_bps integer not null check (reserve_bps between 0 and 10000),
        reserve_days integer not null check (reserve_days between 0 and 365),
        payout_cadence text not null check (payout_cadence in ('daily', 'weekly', 'manual')),
        manual_first_payout boolean not null default false,
        primary key (tier, version)
      );
      insert into settlement_policies
        (tier, version, hold_days, confirmed_hold_days, reserve_bps, reserve_days, payout_cadence) values
        ('T0', 1, 14, 1, 1000,  90, 'weekly'),
        ('T1', 1,  7, 1,    0,  60, 'daily'),
        ('T2', 1,  3, 1,    0,   0, 'daily'),
        ('T3', 1, 21, 1, 2500, 120, 'manual');

      create table payout_minimums (
        currency char(3) primary key references ledger.currency,
        minimum bigint not null check (minimum > 0),
        retained bigint not null default 0 check (retained >= 0)
      );
      insert into payout_minimums (currency, minimum) values
        ('BRL', 1000), ('CNY', 1000), ('EUR', 1000), ('GBP', 1000), ('JPY', 1000), ('KWD', 3000), ('USD', 1000);

      -- The latest row of a scope counts; a scope without one is on.
      create table payout_switches (
        id uuid primary key,
        scope text not null check (scope ~ '^(platform|currency:[A-Z]{3}|provider:[a-z]{1,40})$'),
        is_enabled boolean not null,
        reason text not null,
        actor_type text not null,
        actor_id text not null,
        changed_at timestamptz not null
      );
      create index payout_switches_scope on payout_switches (scope, id desc);
    `);
  }

  async down(q: QueryRunner): Promise<void> {
    await q.query('drop table payout_switches; drop table payout_minimums; drop table settlement_policies;');
  }
}
