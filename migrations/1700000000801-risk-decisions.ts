import type { MigrationInterface, QueryRunner } from 'typeorm';

/**
 * What was seen of buyers, devices, addresses and cards, the decisions with their exact features, and the queue of
 * held payments. Windows are read from the observations themselves: exact, bounded by the newest 100 of an entity,
 * and without a counter row that unrelated orders would wait for.
 */
export class RiskDecisions1700000000801 implements MigrationInterface {
  async up(q: QueryRunner): Promise<void> {
    await q.query(`
      create table risk_observations (
        entity_type text not null check (entity_type in ('buyer', 'device', 'address', 'card')),
        entity_key text not null,
        event text not null,
        object_id uuid not null,
        buyer_id uuid not null,
        card_key text not null default '',
        amount bigint not null,
        currency text not null,
        at timestamptz not null,
        primary key (entity_type, entity_key, event, object_id, card_key)
      );
      create index risk_observations_window on risk_observations (entity_type, entity_key, at desc);
      create index risk_observations_age on risk_observations (at);

      create table risk_decisions (
        id uuid primary key,
        event text not null,
        object_id uuid not null,
        order_id uuid not null,
        buyer_id uuid not null,
        ruleset_version int not null references risk_rulesets,
        feature_schema_version int not null,
        features jsonb not null,
        score int not null check (score between 0 and 100),
        band text not null,
        outcome text not null check (outcome in ('allow', 'hold', 'block')),
        reasons jsonb not null,
        shadow jsonb not null,
        latency_us int not null,
        decided_at timestamptz not null
      );
      create index risk_decisions_order on risk_decisions (order_id);
    `);
    await q.query(HOLDS);
    await q.query(OBSERVE);
  }

  async down(q: QueryRunner): Promise<void> {
    await q.query(`
      drop function risk_observe(text, uuid, uuid, uuid, timestamptz, bigint, text, text[], text[], text);
      drop table risk_holds, risk_decisions, risk_observations;
    `);
  }
}

const HOLDS = `
  create table risk_holds (
    id uuid primary key,
    decision_id uuid not null references risk_decisions,
    object_id uuid not null,
    order_id uuid not null,
    buyer_id uuid not null,
    amount bigint not null,
    currency text not null,
    score int not null,
    state text not null default 'open',
    version int not null default 1,
    claimed_by uuid,
    lease_until timestamptz,
    sla_due_at timestamptz not null,
    review_by timestamptz not null,
    deadline_outcome text not null,
    reason text,
    opened_at timestamptz not null,
    updated_at timestamptz not null,
    check ((state = 'claimed') <= (claimed_by is not null and lease_until is not null))
  );
  create unique index risk_holds_one_live on risk_holds (object_id) where state in ('open', 'claimed');
  create index risk_holds_queue on risk_holds (score desc, id) where state = 'open';
  create index risk_holds_by_state on risk_holds (state, id);
`;

/**
 * Records the event under each of its entities and then counts, in a snapshot taken after the buyer's lock was
 * granted: of two parallel orders of one buyer the second sees the first. There is no upper bound on \`at\`, so a
 * slightly later instant of an earlier commit counts too.
 */
const OBSERVE = `
  create function risk_observe(
    p_event text, p_object uuid, p_order uuid, p_buyer uuid, p_at timestamptz, p_amount bigint, p_currency text,
    p_kinds text[], p_keys text[], p_card text
  ) returns table (
    ruleset_version int, previous_outcome text, buyer_orders_hour int, buyer_orders_day int, buyer_amount_day bigint,
    buyer_cards_day int, device_orders_hour int, device_buyers_day int, address_orders_hour int, address_buyers_day int,
    card_buyers_day int
  ) language plpgsql volatile as $$
  begin
    perform pg_advisory_xact_lock(hashtextextended('risk:' || p_buyer::text, 0));

    insert into risk_observations (entity_type, entity_key, event, object_id, buyer_id, card_key, amount, currency, at)
    select e.kind, e.key, p_event, p_object, p_buyer, p_card, p_amount, p_currency, p_at
      from unnest(p_kinds, p_keys) as e(kind, key)
     order by e.kind, e.key
        on conflict do nothing;

    return query
    with seen as (
      select e.kind, o.*, o.event = 'order.placed' as is_order, o.at > p_at - interval '1 hour' as in_hour
        from unnest(p_kinds, p_keys) as e(kind, key)
       cross join lateral (
         select event, buyer_id, card_key, amount, currency, at
           from risk_observations r
          where r.entity_type = e.kind and r.entity_key = e.key and r.at > p_at - interval '24 hours'
          order by r.at desc limit 100) o)
    select
      (select max(version) from risk_rulesets),
      (select d.outcome from risk_decisions d where d.order_id = p_order
        order by case d.outcome when 'block' then 2 when 'hold' then 1 else 0 end desc limit 1),
      (count(*) filter (where kind = 'buyer' and is_order and in_hour))::int,
      (count(*) filter (where kind = 'buyer' and is_order))::int,
      coalesce(sum(amount) filter (where kind = 'buyer' and is_order and currency = p_currency), 0)::bigint,
      (count(distinct card_key) filter (where kind = 'buyer' and card_key <> ''))::int,
      (count(*) filter (where kind = 'device' and is_order and in_hour))::int,
      (count(distinct buyer_id) filter (where kind = 'device'))::int,
      (count(*) filter (where kind = 'address' and is_order and in_hour))::int,
      (count(distinct buyer_id) filter (where kind = 'address'))::int,
      (count(distinct buyer_id) filter (where kind = 'card'))::int
    from seen;
  end $$;
`;
