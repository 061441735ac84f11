import type { MigrationInterface, QueryRunner } from 'typeorm';

/**
 * The terms of a sale begin at the holds that are in force and ask whose branch they are on. They began at the branch,
 * and joined every category with itself for each seller of an order, where most marketplaces hold a category or two.
 */
export class HoldsByTheirBranch1700000413000 implements MigrationInterface {
  async up(q: QueryRunner): Promise<void> {
    await q.query(
      termsFor(`
         from category_holds h
        where h.ended_at is null and exists (
              select from categories held cross join categories sold
               where held.id = h.category_id and sold.id = any (categories)
                 and starts_with(sold.path || '/', held.path || '/'))`),
    );
  }

  async down(q: QueryRunner): Promise<void> {
    await q.query(
      termsFor(`
         from category_holds h
        where h.ended_at is null and h.category_id in
              (select b.ancestor_id from category_branches b where b.category_id = any (categories))`),
    );
  }
}

const termsFor = (holds: string): string => `
  create or replace function settlement_terms_for(seller uuid, categories uuid[], ship_to text)
  returns table (terms jsonb) language sql stable as $$
    select jsonb_build_object(
      'tier', p.tier,
      'version', p.version,
      'holdDays', least(greatest(p.hold_days, coalesce(k.hold_days, 0)), c.cap_days),
      'confirmedHoldDays', least(p.confirmed_hold_days, c.cap_days),
      'reserveBps', least(p.reserve_bps + coalesce(k.extra_reserve_bps, 0), 10000),
      'reserveDays', least(
         greatest(p.reserve_days, coalesce(k.reserve_days, 0)),
         c.reserve_cap_days - least(greatest(p.hold_days, coalesce(k.hold_days, 0)), c.cap_days)),
      'reasons', to_jsonb(array_remove(array[
         case when coalesce(k.hold_days, 0) > p.hold_days then 'category_' || k.kind else 'tier' end,
         case when greatest(p.hold_days, coalesce(k.hold_days, 0)) > c.cap_days then 'legal_cap' end], null)),
      'capDays', c.cap_days,
      'maxTransitDays', coalesce(k.max_transit_days, t.max_transit_days),
      'graceDays', case when ship_to is null or ship_to = s.country then t.domestic_grace_days
                        else t.cross_border_grace_days end)
      from (values (1)) one
      left join seller_tiers s on s.seller_id = seller
     cross join lateral (
       select * from settlement_policies
        where tier = coalesce(s.tier, 'T0') and approved_at is not null order by version desc limit 1) p
     cross join lateral (
       select max(h.hold_days) as hold_days, (array_agg(h.kind order by h.hold_days desc, h.kind))[1] as kind,
              max(h.max_transit_days) as max_transit_days, max(h.extra_reserve_bps) as extra_reserve_bps,
              max(h.reserve_days) as reserve_days${holds}) k
     cross join lateral (
       select cap_days, reserve_cap_days from legal_hold_caps
        where country in (s.country, '*') order by country = '*', version desc limit 1) c
     cross join (select * from transit_terms order by version desc limit 1) t
  $$
`;
