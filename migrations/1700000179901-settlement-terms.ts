import type { MigrationInterface, QueryRunner } from 'typeorm';

/**
 * The terms a sale is settled by, as versioned data: the tier's policy, the longer hold of some categories, the longest
 * hold a country's law allows, and how long parcels may travel. A seller order keeps the terms of its purchase.
 */
export class SettlementTerms1700000179901 implements MigrationInterface {
  async up(q: QueryRunner): Promise<void> {
    await q.query(POLICIES);
    await q.query(RULES);
    await q.query(TERMS_OF);
    await q.query(FROZEN);
  }

  async down(q: QueryRunner): Promise<void> {
    await q.query(`
      alter table earning_blocks drop column object_id;
      drop index earnings_held, earnings_of_seller;
      alter table earnings drop constraint earnings_within_cap, drop column hold_days,
        drop column confirmed_hold_days, drop column reserve_bps, drop column reserve_days, drop column cap_days,
        drop column hold_reasons;
      alter table seller_orders drop column settlement_terms, drop column delivery_expected_at;
      drop function settlement_terms_of(uuid, uuid[], text);
      drop view seller_tiers;
      create view seller_tiers as select id as seller_id, tier from sellers;
      drop table category_holds, legal_hold_caps, transit_terms;
      drop function settlement_terms_are_final();
      drop trigger settlement_policies_are_final on settlement_policies;
      drop function settlement_policies_are_final();
      drop index settlement_policies_one_proposed;
      alter table settlement_policies drop constraint settlement_policies_two_people, drop column id, drop column note,
        drop column proposed_by, drop column proposed_at, drop column approved_by, drop column approved_at,
        drop column declined_by, drop column declined_at;
    `);
  }
}

const POLICIES = `
  alter table settlement_policies
    add column id uuid not null default gen_random_uuid() constraint settlement_policies_id unique,
    add column note text,
    add column proposed_by text not null default 'system',
    add column proposed_at timestamptz not null default '2020-01-01T00:00:00Z',
    add column approved_by text,
    add column approved_at timestamptz,
    add column declined_by text,
    add column declined_at timestamptz;
  update settlement_policies set approved_by = 'system:start', approved_at = proposed_at;
  alter table settlement_policies
    alter column id drop default, alter column proposed_by drop default, alter column proposed_at drop default,
    add constraint settlement_policies_two_people
      check (coalesce(approved_by, declined_by, '') <> proposed_by and (approved_at is null or declined_at is null));
  create unique index settlement_policies_one_proposed on settlement_policies (tier)
    where approved_at is null and declined_at is null;
  comment on column settlement_policies.approved_at is 'In force from here until a higher version of the tier is';

  create function settlement_policies_are_final() returns trigger language plpgsql as $$
  begin
    if tg_op = 'DELETE' or old.approved_at is not null or old.declined_at is not null or
       row(new.id, new.tier, new.version, new.hold_days, new.confirmed_hold_days, new.reserve_bps, new.reserve_days,
           new.payout_cadence, new.manual_first_payout, new.note, new.proposed_by, new.proposed_at) is distinct from
       row(old.id, old.tier, old.version, old.hold_days, old.confirmed_hold_days, old.reserve_bps, old.reserve_days,
           old.payout_cadence, old.manual_first_payout, old.note, old.proposed_by, old.proposed_at) then
      raise exception 'A settlement policy is never changed, only decided about once'
        using errcode = 'restrict_violation';
    end if;
    return new;
  end $$;
  create trigger settlement_policies_are_final before update or delete on settlement_policies
    for each row execute function settlement_policies_are_final();
`;

const RULES = `
  create table category_holds (
    id uuid primary key,
    category_id uuid not null,
    kind text not null check (kind in ('digital', 'services', 'made_to_order', 'pre_order', 'other')),
    hold_days integer not null check (hold_days between 0 and 90),
    extra_reserve_bps integer not null default 0 check (extra_reserve_bps between 0 and 10000),
    reserve_days integer not null default 0 check (reserve_days between 0 and 365),
    max_transit_days integer check (max_transit_days between 1 and 180),
    created_by text not null,
    created_at timestamptz not null,
    ended_by text,
    ended_at timestamptz
  );
  create unique index category_holds_one_in_force on category_holds (category_id) where ended_at is null;
  comment on table category_holds is 'Of the category and everything below it; the longest of tier and categories holds';
  comment on column category_holds.max_transit_days is 'Null: as long as anything else';

  create table legal_hold_caps (
    country text not null check (country ~ '^([A-Z]{2}|[*])$'),
    version integer not null check (version > 0),
    cap_days integer not null check (cap_days between 1 and 90),
    basis text not null,
    created_by text not null,
    created_at timestamptz not null,
    constraint legal_hold_caps_version primary key (country, version)
  );
  insert into legal_hold_caps values ('*', 1, 90, 'Where no law says less', 'system', '2020-01-01T00:00:00Z');
  comment on table legal_hold_caps is 'Of the seller''s country, * for all others: nothing is held longer after delivery';

  create table transit_terms (
    version integer constraint transit_terms_version primary key check (version > 0),
    max_transit_days integer not null check (max_transit_days between 1 and 180),
    domestic_grace_days integer not null check (domestic_grace_days between 0 and 60),
    cross_border_grace_days integer not null check (cross_border_grace_days between 0 and 60),
    created_by text not null,
    created_at timestamptz not null
  );
  insert into transit_terms values (1, 30, 3, 10, 'system', '2020-01-01T00:00:00Z');

  create function settlement_terms_are_final() returns trigger language plpgsql as $$
  begin
    if tg_op = 'UPDATE' and tg_table_name = 'category_holds' then
      if old.ended_at is null and (to_jsonb(new) - 'ended_at' - 'ended_by') = (to_jsonb(old) - 'ended_at' - 'ended_by')
        then return new;
      end if;
    end if;
    raise exception 'Terms are never changed, only followed by others' using errcode = 'restrict_violation';
  end $$;
  create trigger category_holds_are_final before update or delete on category_holds
    for each row execute function settlement_terms_are_final();
  create trigger legal_hold_caps_are_final before update or delete on legal_hold_caps
    for each row execute function settlement_terms_are_final();
  create trigger transit_terms_are_final before update or delete on transit_terms
    for each row execute function settlement_terms_are_final();
`;

/** The answer is a contract: it is stored with every seller order and read by orders and settlement. */
const TERMS_OF = `
  create or replace view seller_tiers as select id as seller_id, tier, country from sellers;

  create function settlement_terms_of(seller uuid, categories uuid[], ship_to text) returns jsonb language sql stable as $$
    with who as (
      select coalesce(s.tier, 'T0') as tier, s.country from (values (1)) one left join seller_tiers s on s.seller_id = seller
    ), policy as (
      select p.* from settlement_policies p join who on who.tier = p.tier
       where p.approved_at is not null order by p.version desc limit 1
    ), category as (
      select max(h.hold_days) as hold_days, (array_agg(h.kind order by h.hold_days desc, h.kind))[1] as kind,
             max(h.max_transit_days) as max_transit_days, max(h.extra_reserve_bps) as extra_reserve_bps,
             max(h.reserve_days) as reserve_days
        from category_holds h
       where h.ended_at is null and h.category_id in
             (select b.ancestor_id from category_branches b where b.category_id = any (categories))
    ), cap as (
      select c.cap_days from legal_hold_caps c cross join who where c.country in (who.country, '*')
       order by c.country = '*', c.version desc limit 1
    ), transit as (
      select t.* from transit_terms t order by t.version desc limit 1
    ), hold as (
      select greatest(policy.hold_days, coalesce(category.hold_days, 0)) as days,
             coalesce(category.hold_days, 0) > policy.hold_days as is_of_category
        from policy, category
    )
    select jsonb_build_object(
      'tier', policy.tier,
      'version', policy.version,
      'holdDays', least(hold.days, cap.cap_days),
      'confirmedHoldDays', least(policy.confirmed_hold_days, cap.cap_days),
      'reserveBps', least(policy.reserve_bps + coalesce(category.extra_reserve_bps, 0), 10000),
      'reserveDays', greatest(policy.reserve_days, coalesce(category.reserve_days, 0)),
      'reasons', to_jsonb(array_remove(array[
         case when hold.is_of_category then 'category_' || category.kind else 'tier' end,
         case when hold.days > cap.cap_days then 'legal_cap' end], null)),
      'capDays', cap.cap_days,
      'maxTransitDays', coalesce(category.max_transit_days, transit.max_transit_days),
      'graceDays', case when ship_to is null or ship_to = who.country then transit.domestic_grace_days
                        else transit.cross_border_grace_days end)
      from who, policy, category, cap, transit, hold
  $$;
`;

/** What was bought before is settled by the terms in force now; what was delivered before keeps its own. */
const FROZEN = `
  alter table seller_orders add column settlement_terms jsonb, add column delivery_expected_at timestamptz;
  update seller_orders s set settlement_terms = settlement_terms_of(s.seller_id,
      array(select distinct l.category_id from order_lines l where l.seller_order_id = s.id), o.ship_to_country)
    from orders o where o.id = s.order_id;
  comment on column seller_orders.settlement_terms is 'As of the purchase; null: bought before they were kept';
  comment on column seller_orders.delivery_expected_at is 'The latest that parcels are said to arrive';

  alter table earnings
    add column hold_days integer, add column confirmed_hold_days integer, add column reserve_bps integer,
    add column reserve_days integer, add column cap_days integer not null default 90,
    add column hold_reasons text[] not null default '{tier}';
  update earnings e set hold_days = p.hold_days, confirmed_hold_days = p.confirmed_hold_days,
         reserve_bps = p.reserve_bps, reserve_days = p.reserve_days
    from settlement_policies p where p.tier = e.policy_tier and p.version = e.policy_version;
  alter table earnings
    alter column hold_days set not null, alter column confirmed_hold_days set not null,
    alter column reserve_bps set not null, alter column reserve_days set not null,
    alter column cap_days drop default, alter column hold_reasons drop default,
    add constraint earnings_within_cap check (hold_days <= cap_days);
  create index earnings_held on earnings (delivered_at) where state in ('pending', 'frozen');
  create index earnings_of_seller on earnings (seller_id, delivered_at desc, id desc);

  alter table earning_blocks add column object_id text;
  comment on column earning_blocks.object_id is 'What blocks, as sellers know it';
`;
