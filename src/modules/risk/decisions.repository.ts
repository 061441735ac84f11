import { Injectable } from '@nestjs/common';
import type { Id } from '../../kernel/index.js';
import { Db, queryOne, send, statement, type Tx } from '../../platform/database/index.js';
import type { Features } from '../../platform/rules/index.js';
import type { Observed } from './features.domain.js';
import type { RuleFinding } from './ruleset.js';
import type { Outcome } from './outcome.domain.js';
import type { RiskEvent } from './risk.types.js';

export interface Observation {
  readonly event: RiskEvent;
  readonly objectId: string;
  readonly orderId: string;
  readonly buyerId: string;
  readonly at: Date;
  readonly amount: number;
  readonly currency: string;
  /** What was seen, as pairs of kind and key. */
  readonly entities: readonly (readonly [kind: string, key: string])[];
  /** Key of the card, or empty. */
  readonly cardKey: string;
}

export type Noted = Omit<Observation, 'event' | 'orderId'> & { readonly event: 'payment.declined' };

export interface DecisionRow {
  readonly id: Id<'dec'>;
  readonly event: RiskEvent;
  readonly objectId: string;
  readonly orderId: Id<'ord'>;
  readonly buyerId: Id<'usr'>;
  readonly rulesetVersion: number;
  readonly featureSchemaVersion: number;
  readonly features: Features;
  readonly score: number;
  readonly band: string;
  readonly outcome: Outcome;
  readonly reasons: readonly RuleFinding[];
  readonly shadow: readonly RuleFinding[];
  readonly latencyUs: number;
  readonly decidedAt: Date;
}

const observe = statement<
  [
    event: string,
    objectId: string,
    orderId: string,
    buyerId: string,
    at: Date,
    amount: number,
    currency: string,
    kinds: string[],
    keys: string[],
    card: string,
  ],
  Observed
>(
  'risk.observe',
  `select ruleset_version as "rulesetVersion", previous_outcome as "previousOutcome",
          buyer_orders_hour as "buyerOrdersHour", buyer_orders_day as "buyerOrdersDay",
          buyer_amount_day as "buyerAmountDay", buyer_cards_day as "buyerCardsDay",
          device_orders_hour as "deviceOrdersHour", device_buyers_day as "deviceBuyersDay",
          address_orders_hour as "addressOrdersHour", address_buyers_day as "addressBuyersDay",
          card_buyers_day as "cardBuyersDay"
     from risk_observe($1, $2, $3, $4, $5, $6, $7, $8, $9, $10)`,
);

const note = statement<
  [
    event: string,
    objectId: string,
    buyerId: string,
    at: Date,
    amount: number,
    currency: string,
    kinds: string[],
    keys: string[],
    card: string,
  ],
  never
>(
  'risk.note',
  `insert into risk_observations (entity_type, entity_key, event, object_id, buyer_id, card_key, amount, currency, at)
   select e.kind, e.key, $1, $2, $3, $9, $5, $6, $4 from unnest($7::text[], $8::text[]) as e(kind, key)
    order by e.kind, e.key
       on conflict do nothing`,
);

const insertDecision = statement<[row: string], never>(
  'risk.insert-decision',
  `insert into risk_decisions (id, event, object_id, order_id, buyer_id, ruleset_version, feature_schema_version, features,
                               score, band, outcome, reasons, shadow, latency_us, decided_at)
   select * from jsonb_to_record($1::jsonb) as d(
     id uuid, event text, object_id uuid, order_id uuid, buyer_id uuid, ruleset_version int, feature_schema_version int,
     features jsonb, score int, band text, outcome text, reasons jsonb, shadow jsonb, latency_us int,
     decided_at timestamptz)`,
);

const findDecision = statement<[id: string], DecisionRow>(
  'risk.find-decision',
  `select id, event, object_id as "objectId", order_id as "orderId", buyer_id as "buyerId",
          ruleset_version as "rulesetVersion", feature_schema_version as "featureSchemaVersion", features, score, band,
          outcome, reasons, shadow, latency_us as "latencyUs", decided_at as "decidedAt"
     from risk_decisions where id = $1`,
);

const PRUNED_AT_ONCE = 5_000;

const prune = statement<[before: Date], { count: number }>(
  'risk.prune-observations',
  `with gone as (
     delete from risk_observations
      where ctid = any(array(select ctid from risk_observations where at < $1 order by at limit ${PRUNED_AT_ONCE}))
     returning 1)
   select count(*) as count from gone`,
);

@Injectable()
export class DecisionsRepository {
  constructor(private readonly db: Db) {}

  /** Records the event and counts with it: events of one buyer wait here for each other's end. */
  async observe(tx: Tx, seen: Observation): Promise<Observed> {
    const { event, objectId, orderId, buyerId, at, amount, currency, entities, cardKey } = seen;
    const kinds = entities.map(([kind]) => kind);
    const keys = entities.map(([, key]) => key);
    const counted = await queryOne(tx, observe, [
      event,
      objectId,
      orderId,
      buyerId,
      at,
      amount,
      currency,
      kinds,
      keys,
      cardKey,
    ]);
    if (!counted) throw new Error('risk_observe returned no row');
    return counted;
  }

  /** Records an event that is counted and not judged. */
  note(tx: Tx, seen: Noted): void {
    const { event, objectId, buyerId, at, amount, currency, entities, cardKey } = seen;
    const kinds = entities.map(([kind]) => kind);
    const keys = entities.map(([, key]) => key);
    send(tx, note, [event, objectId, buyerId, at, amount, currency, kinds, keys, cardKey]);
  }

  insert(tx: Tx, row: DecisionRow): void {
    const record = {
      id: row.id,
      event: row.event,
      object_id: row.objectId,
      order_id: row.orderId,
      buyer_id: row.buyerId,
      ruleset_version: row.rulesetVersion,
      feature_schema_version: row.featureSchemaVersion,
      features: row.features,
      score: row.score,
      band: row.band,
      outcome: row.outcome,
      reasons: row.reasons,
      shadow: row.shadow,
      latency_us: row.latencyUs,
      decided_at: row.decidedAt.toISOString(),
    };
    send(tx, insertDecision, [JSON.stringify(record)]);
  }

  find(id: Id<'dec'>): Promise<DecisionRow | undefined> {
    return this.db.queryOne(findDecision, [id]);
  }

  /** Some thousands at a time, so that each statement is a short one. */
  async prune(before: Date): Promise<void> {
    for (let count = PRUNED_AT_ONCE; count === PRUNED_AT_ONCE;) {
      count = (await this.db.queryOne(prune, [before]))?.count ?? 0;
    }
  }
}
