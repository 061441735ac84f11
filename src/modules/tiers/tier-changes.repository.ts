import { Injectable } from '@nestjs/common';
import { Db, query, statement, type Tx } from '../../platform/database/index.js';

export interface TierChangeRow {
  readonly id: string;
  readonly sellerId: string;
  readonly from: string;
  readonly to: string;
  readonly reason: string;
  readonly proposalId: string | null;
  readonly actorType: string;
  readonly actorId: string;
  readonly changedAt: Date;
}

const insert = statement<unknown[], never>(
  'tiers.insert-change',
  `insert into tier_changes (id, seller_id, from_tier, to_tier, reason, proposal_id, actor_type, actor_id, changed_at)
   values ($1, $2, $3, $4, $5, $6, $7, $8, $9)`,
);

const page = statement<[sellerId: string, before: string | null, limit: number], TierChangeRow>(
  'tiers.page-of-changes',
  `select id, seller_id as "sellerId", from_tier as "from", to_tier as "to", reason, proposal_id as "proposalId",
          actor_type as "actorType", actor_id as "actorId", changed_at as "changedAt"
     from tier_changes where seller_id = $1 and ($2::uuid is null or id < $2) order by id desc limit $3`,
);

@Injectable()
export class TierChangesRepository {
  constructor(private readonly db: Db) {}

  async insert(tx: Tx, change: TierChangeRow): Promise<void> {
    const { id, sellerId, from, to, reason, proposalId, actorType, actorId, changedAt } = change;
    await query(tx, insert, [id, sellerId, from, to, reason, proposalId, actorType, actorId, changedAt]);
  }

  page(sellerId: string, before: string | null, limit: number): Promise<TierChangeRow[]> {
    return this.db.query(page, [sellerId, before, limit]);
  }
}
