import type { MigrationInterface, QueryRunner } from 'typeorm';

/**
 * The terms of a sale as a set of one row: where they stand in FROM, the planner takes them into the statement, which
 * costs an order half of what calling a function does. The answer is the contract that it was.
 */
export class TermsInPlace1700000407002 implements MigrationInterface {
  async up(q: QueryRunner): Promise<void> {
    await q.query(TERMS_FOR);
    await q.query(`
      create or replace function settlement_terms_of(seller uuid, categories uuid[], ship_to text) returns jsonb
      language sql stable as $$ select terms from settlement_terms_for(seller, categories, ship_to) $$`);
  }

  async down(q: QueryRunner): Promise<void> {
    const body = TERMS_FOR.slice(TERMS_FOR.indexOf('as $$'));
    await q.query(`
      create or replace function settlement_terms_of(seller uuid, categories uuid[], ship_to text) returns jsonb
      language sql stable ${body}`);
    await q.query('drop function settlement_terms_for(uuid, uuid[], text)');
  }
}

const TERMS_FOR = `
  create function settlement_terms_for(seller uuid, categories uuid[], ship_to text) returns table (terms jsonb)
  language sql stable as $$
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
              max(h.reserve_days) as reserve_days
         from category_holds h
        where h.ended_at is null and h.category_id in
              (select b.ancestor_id from category_branches b where b.category_id = any (categories))) k
     cross join lateral (
       select cap_days, reserve_cap_days from legal_hold_caps
        where country in (s.country, '*') order by country = '*', version desc limit 1) c
     cross join (select * from transit_terms order by version desc limit 1) t
  $$
`;
