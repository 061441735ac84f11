import { Injectable } from '@nestjs/common';
import { query, statement, violatedConstraint, type Tx } from '../../platform/database/index.js';
import { ResolutionByYou, ResolutionProposed } from './reconciliation.errors.js';

/** What one person says that a break is; another one has to confirm it. */
export interface ProposalRow {
  readonly id: string;
  readonly resolution: string;
  readonly reference: string | null;
  readonly reason: string | null;
  /** Minor units, above zero. */
  readonly amount: number;
  readonly payloadHash: string;
  readonly proposedBy: string;
  /** RFC 3339. */
  readonly proposedAt: string;
}

export interface NewProposal extends Omit<ProposalRow, 'proposedAt'> {
  readonly itemId: string;
  readonly currency: string;
}

const insert = statement<unknown[], never>(
  'reconciliation.propose',
  `insert into reconciliation_proposals (id, item_id, resolution, reference, reason, currency, amount, binding_hash,
     proposed_by, proposed_at) values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10)`,
);

/** What is decided already is refused by `reconciliation_proposal_fixed`. */
const decide = statement<[id: string, decision: string, by: string, at: Date], never>(
  'reconciliation.decide-proposal',
  'update reconciliation_proposals set decision = $2, decided_by = $3, decided_at = $4 where id = $1',
);

@Injectable()
export class ProposalsRepository {
  /** @throws ResolutionProposed while another one waits */
  async insert(tx: Tx, row: NewProposal, at: Date): Promise<void> {
    const { id, itemId, resolution, reference, reason, currency, amount, payloadHash, proposedBy } = row;
    const what = [id, itemId, resolution, reference, reason, currency, amount, payloadHash];
    await refusing(() => query(tx, insert, [...what, proposedBy, at]));
  }

  /** Of one that waits. @throws ResolutionByYou when it is confirmed by whoever proposed it */
  async decide(tx: Tx, id: string, decision: 'confirmed' | 'declined', by: string, at: Date): Promise<void> {
    await refusing(() => query(tx, decide, [id, decision, by, at]));
  }
}

async function refusing<T>(work: () => Promise<T>): Promise<T> {
  try {
    return await work();
  } catch (error) {
    const constraint = violatedConstraint(error);
    if (constraint === 'reconciliation_proposals_one_open') throw new ResolutionProposed({});
    throw constraint === 'reconciliation_proposals_four_eyes' ? new ResolutionByYou({}) : error;
  }
}
