import type { MigrationInterface, QueryRunner } from 'typeorm';

/** By which facts a seller's tier is judged, what was proposed, who confirmed it, and every change there was. */
export class Tiers1700000179902 implements MigrationInterface {
  async up(q: QueryRunner): Promise<void> {
    await q.query(VIEWS);
    await q.query(TABLES);
  }

  async down(q: QueryRunner): Promise<void> {
    await q.query(`
      drop table tier_changes, tier_proposals, tier_thresholds;
      drop function tier_thresholds_are_final();
      drop view disputed_seller_orders, seller_order_outcomes, seller_standings;
      delete from lifecycle_history where subject_type = 'tier_proposal';
    `);
  }
}

/** What may be known of sellers, seller orders and chargebacks to judge a seller by; each a contract of its owner. */
const VIEWS = `
  create view seller_standings as
    select s.id as seller_id, s.tier, s.state, s.created_at,
           coalesce((select max(v.decided_at) from seller_verifications v
                      where v.seller_id = s.id and v.outcome = 'verified'), s.created_at) as verified_at
      from sellers s;
  create view seller_order_outcomes as
    select id as seller_order_id, seller_id, coalesce(shipped_at, ship_overdue_at) as due_at, delivered_at,
           ship_overdue_at is not null or shipped_at > ship_by as is_late
      from seller_orders;
  create view disputed_seller_orders as
    select s.seller_order_id, s.seller_id, c.opened_at
      from chargeback_shares s join chargebacks c on c.id = s.chargeback_id where c.state <> 'won';
  comment on view disputed_seller_orders is 'What a bank took back, or may still take back; what was won does not count';
`;

const TABLES = `
  create table tier_thresholds (
    version integer constraint tier_thresholds_version primary key check (version > 0),
    window_days integer not null check (window_days between 30 and 730),
    standard_min_age_days integer not null check (standard_min_age_days >= 0),
    standard_min_delivered integer not null check (standard_min_delivered >= 0),
    trusted_min_age_days integer not null check (trusted_min_age_days >= standard_min_age_days),
    trusted_dispute_bps integer not null check (trusted_dispute_bps between 0 and 10000),
    trusted_late_bps integer not null check (trusted_late_bps between 0 and 10000),
    restricted_dispute_bps integer not null check (restricted_dispute_bps between trusted_dispute_bps and 10000),
    verification_days integer not null check (verification_days >= 1),
    created_by text not null,
    created_at timestamptz not null
  );
  insert into tier_thresholds values (1, 365, 60, 20, 365, 30, 200, 90, 1095, 'system', '2020-01-01T00:00:00Z');
  create function tier_thresholds_are_final() returns trigger language plpgsql as $$
  begin
    raise exception 'Thresholds are never changed, only followed by others' using errcode = 'restrict_violation';
  end $$;
  create trigger tier_thresholds_are_final before update or delete on tier_thresholds
    for each row execute function tier_thresholds_are_final();

  create table tier_proposals (
    id uuid primary key,
    seller_id uuid not null references sellers,
    from_tier text not null check (from_tier in ('T0', 'T1', 'T2', 'T3')),
    to_tier text not null check (to_tier in ('T0', 'T1', 'T2', 'T3')),
    reasons text[] not null,
    facts jsonb not null,
    fingerprint text not null,
    thresholds_version integer not null references tier_thresholds,
    state text not null default 'open' check (state in ('open', 'confirmed', 'declined', 'stale')),
    version integer not null default 1,
    note text,
    decided_by text,
    proposed_at timestamptz not null,
    updated_at timestamptz not null,
    constraint tier_proposals_change check (from_tier <> to_tier)
  );
  create unique index tier_proposals_one_open on tier_proposals (seller_id) where state = 'open';
  create index tier_proposals_of_seller on tier_proposals (seller_id, id desc);
  create index tier_proposals_state on tier_proposals (state, id desc);
  comment on column tier_proposals.fingerprint is 'Of the facts that were weighed; other facts make the proposal stale';

  create table tier_changes (
    id uuid primary key,
    seller_id uuid not null references sellers,
    from_tier text not null,
    to_tier text not null,
    reason text not null,
    proposal_id uuid references tier_proposals,
    actor_type text not null,
    actor_id text not null,
    changed_at timestamptz not null,
    constraint tier_changes_proposal unique (proposal_id)
  );
  create index tier_changes_of_seller on tier_changes (seller_id, id desc);
`;
