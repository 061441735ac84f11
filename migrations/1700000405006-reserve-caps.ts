import type { MigrationInterface, QueryRunner } from 'typeorm';

/** A hold is bounded by the legal cap; a reserve, which is security for what may still be claimed, by one of its own. */
export class ReserveCaps1700000405006 implements MigrationInterface {
  async up(q: QueryRunner): Promise<void> {
    await q.query(`
      alter table legal_hold_caps
        add column reserve_cap_days integer not null default 180,
        add constraint legal_hold_caps_reserve check (reserve_cap_days between cap_days and 730);
      comment on column legal_hold_caps.reserve_cap_days is
        'No part of a sale is kept as a reserve for longer after its delivery; the hold counts';

      create function reserve_cap_of(seller uuid) returns integer language sql stable as $$
        select c.reserve_cap_days
          from legal_hold_caps c left join seller_tiers s on s.seller_id = seller
         where c.country in (s.country, '*') order by c.country = '*', c.version desc limit 1
      $$;
    `);
    await q.query(termsOf(BOUNDED));
  }

  async down(q: QueryRunner): Promise<void> {
    await q.query(termsOf(UNBOUNDED));
    await q.query(`
      drop function reserve_cap_of(uuid);
      alter table legal_hold_caps drop column reserve_cap_days;
    `);
  }
}

interface Reserve {
  readonly cap: string;
  readonly days: string;
}

const UNBOUNDED: Reserve = {
  cap: 'c.cap_days',
  days: 'greatest(policy.reserve_days, coalesce(category.reserve_days, 0))',
};
const BOUNDED: Reserve = {
  cap: 'c.cap_days, c.reserve_cap_days',
  days: `least(${UNBOUNDED.days}, cap.reserve_cap_days - least(hold.days, cap.cap_days))`,
};

const termsOf = (reserve: Reserve): string => `
  create or replace function settlement_terms_of(seller uuid, categories uuid[], ship_to text) returns jsonb language sql stable as $$
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
      select ${reserve.cap} from legal_hold_caps c cross join who where c.country in (who.country, '*')
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
      'reserveDays', ${reserve.days},
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
