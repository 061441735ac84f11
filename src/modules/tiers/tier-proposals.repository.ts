import { Injectable } from '@nestjs/common';
import type { Id } from '../../kernel/index.js';
import { Db, query, queryOne, statement, type Tx } from '../../platform/database/index.js';
import type { ProposalState } from './tier-proposal.lifecycle.js';
import type { Tier, TierFacts } from './tier.domain.js';

export interface TierProposalRow {
  readonly id: Id<'tpr'>;
  readonly sellerId: Id<'sel'>;
  readonly fromTier: Tier;
  readonly toTier: Tier;
  readonly reasons: readonly string[];
  readonly facts: TierFacts;
  readonly fingerprint: string;
  readonly thresholdsVersion: number;
  readonly state: ProposalState;
  readonly version: number;
  /** What whoever decided has said. */
  readonly note: string | null;
  readonly proposedAt: Date;
  readonly updatedAt: Date;
}

export type NewTierProposal = Omit<TierProposalRow, 'state' | 'version' | 'note' | 'updatedAt'>;

const COLUMNS = `id, seller_id as "sellerId", from_tier as "fromTier", to_tier as "toTier", reasons, facts, fingerprint,
  thresholds_version as "thresholdsVersion", state, version, note, proposed_at as "proposedAt",
  updated_at as "updatedAt"`;

const insert = statement<unknown[], { id: string }>(
  'tiers.insert-proposal',
  `insert into tier_proposals (id, seller_id, from_tier, to_tier, reasons, facts, fingerprint, thresholds_version,
     proposed_at, updated_at)
   values ($1, $2, $3, $4, $5::text[], $6::jsonb, $7, $8, $9, $9)
   on conflict (seller_id) where state = 'open' do nothing returning id`,
);

const lockOpen = statement<[sellerId: string], TierProposalRow>(
  'tiers.lock-open-proposal',
  `select ${COLUMNS} from tier_proposals where seller_id = $1 and state = 'open' for no key update`,
);

const lock = statement<[id: string], TierProposalRow>(
  'tiers.lock-proposal',
  `select ${COLUMNS} from tier_proposals where id = $1 for no key update`,
);

const find = statement<[id: string], TierProposalRow>(
  'tiers.proposal',
  `select ${COLUMNS} from tier_proposals where id = $1`,
);

const lastDeclined = statement<[sellerId: string], { fingerprint: string }>(
  'tiers.last-declined',
  `select fingerprint from (
     select fingerprint, state from tier_proposals where seller_id = $1 and state <> 'stale' order by id desc limit 1) l
    where state = 'declined'`,
);

const withOpen = statement<[sellerIds: string[]], { sellerId: string }>(
  'tiers.sellers-with-open-proposals',
  `select seller_id as "sellerId" from tier_proposals where state = 'open' and seller_id = any($1::uuid[])`,
);

const decided = statement<[id: string, by: string, note: string | null], never>(
  'tiers.note-decision',
  'update tier_proposals set decided_by = $2, note = $3 where id = $1',
);

type PageInput = [state: string | null, sellerId: string | null, before: string | null, limit: number];

const page = statement<PageInput, TierProposalRow>(
  'tiers.page-of-proposals',
  `select ${COLUMNS} from tier_proposals
    where ($1::text is null or state = $1) and ($2::uuid is null or seller_id = $2) and ($3::uuid is null or id < $3)
    order by id desc limit $4`,
);

@Injectable()
export class TierProposalsRepository {
  constructor(private readonly db: Db) {}

  /** False while another one of the seller is open. */
  async insert(tx: Tx, proposal: NewTierProposal): Promise<boolean> {
    const { id, sellerId, fromTier, toTier, reasons, facts, fingerprint, thresholdsVersion, proposedAt } = proposal;
    const what = [id, sellerId, fromTier, toTier, reasons, JSON.stringify(facts), fingerprint];
    return (await query(tx, insert, [...what, thresholdsVersion, proposedAt])).length === 1;
  }

  lockOpen = (tx: Tx, sellerId: string): Promise<TierProposalRow | undefined> => queryOne(tx, lockOpen, [sellerId]);
  lock = (tx: Tx, id: string): Promise<TierProposalRow | undefined> => queryOne(tx, lock, [id]);
  find = (id: string, tx?: Tx): Promise<TierProposalRow | undefined> =>
    tx ? queryOne(tx, find, [id]) : this.db.queryOne(find, [id]);

  /** Whether the same was declined, and nothing was decided since. */
  async isDeclined(tx: Tx, sellerId: string, fingerprint: string): Promise<boolean> {
    return (await queryOne(tx, lastDeclined, [sellerId]))?.fingerprint === fingerprint;
  }

  async withOpen(sellerIds: readonly string[]): Promise<Set<string>> {
    return new Set((await this.db.query(withOpen, [[...sellerIds]])).map(({ sellerId }) => sellerId));
  }

  async noteDecision(tx: Tx, id: string, by: string, note: string | null): Promise<void> {
    await query(tx, decided, [id, by, note]);
  }

  page(
    state: string | null,
    sellerId: string | null,
    before: string | null,
    limit: number,
  ): Promise<TierProposalRow[]> {
    return this.db.query(page, [state, sellerId, before, limit]);
  }
}
