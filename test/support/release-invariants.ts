import type { Check } from './invariants.js';

/** The last step of the history of a row is its state. */
const historyOf = (table: string, initial: string): string =>
  `select t.id, t.state, h.to_state from ${table}s t
     left join lateral (select to_state from lifecycle_history
                         where subject_type = '${table}' and subject_id = t.id order by id desc limit 1) h on true
    where t.state <> coalesce(h.to_state, '${initial}')`;

/** What is held of sellers, why and for how long. */
export const RELEASE_CHECKS: readonly Check[] = [
  {
    name: 'an earning has the terms of its purchase',
    needs: ['earnings', 'seller_orders'],
    sql: `select e.id from earnings e join seller_orders s on s.id = e.id
           where row(e.policy_tier, e.policy_version, e.hold_days, e.reserve_bps, e.cap_days) is distinct from
                 row(s.settlement_terms ->> 'tier', (s.settlement_terms ->> 'version')::int,
                     (s.settlement_terms ->> 'holdDays')::int, (s.settlement_terms ->> 'reserveBps')::int,
                     (s.settlement_terms ->> 'capDays')::int)`,
  },
  {
    name: 'nothing is held for longer than the law allows, but by a claim',
    needs: ['earnings'],
    sql: `select id, delivered_at, release_at from earnings
           where release_at > delivered_at + cap_days * interval '1 day' and not 'block_ended' = any (hold_reasons)`,
  },
  {
    name: 'an earning waits while something blocks it, and only then',
    needs: ['earnings', 'earning_blocks'],
    sql: `select e.id, e.state from earnings e
           where e.state <> 'available' and (e.state = 'frozen') <> exists
                 (select from earning_blocks b where b.seller_order_id = e.id and b.closed_at is null)`,
  },
  {
    name: 'a tier changed by a proposal is the one it proposed',
    needs: ['tier_changes'],
    sql: `select c.id from tier_changes c join tier_proposals p on p.id = c.proposal_id
           where row(c.seller_id, c.from_tier, c.to_tier, 'confirmed') is distinct from
                 row(p.seller_id, p.from_tier, p.to_tier, p.state)`,
  },
  {
    name: 'a confirmed proposal has changed the tier',
    needs: ['tier_proposals', 'tier_changes'],
    sql: `select p.id from tier_proposals p
           where p.state = 'confirmed' and not exists (select from tier_changes c where c.proposal_id = p.id)`,
  },
  {
    name: 'every state of a tier proposal has its history',
    needs: ['tier_proposals'],
    sql: historyOf('tier_proposal', 'open'),
  },
  {
    name: 'every state of a release hold has its history',
    needs: ['release_holds'],
    sql: historyOf('release_hold', 'active'),
  },
];
