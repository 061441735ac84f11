import { Injectable } from '@nestjs/common';
import type { Id } from '../../kernel/index.js';
import { query, statement, type Tx } from '../../platform/database/index.js';
import type { ListingContent } from './listing.domain.js';
import type { Reason } from './listings.repository.js';

const inserted = statement<[string, string, string, Date], never>(
  'listings.insert_revision',
  `insert into listing_revisions (id, listing_id, number, content, created_at, updated_at)
   select $1, $2, coalesce(max(number), 0) + 1, $3::jsonb, $4, $4 from listing_revisions where listing_id = $2`,
);
const touched = statement<[string, Date], never>(
  'listings.touch',
  'update listings set version = version + 1, updated_at = $2 where id = $1',
);
const noted = statement<[string, string, string | null, string | null], never>(
  'listings.note_revision',
  'update listing_revisions set reasons = $2::jsonb, case_id = $3, statement_id = $4 where id = $1',
);

/** What screening or a moderator said of an edit. */
export interface Said {
  readonly reasons: readonly Reason[];
  readonly caseId?: string | null;
  readonly statementId?: string | null;
}

@Injectable()
export class RevisionsRepository {
  /** Adds the next revision of the listing, which the caller has locked, and counts the listing's version up. */
  async insert(tx: Tx, id: Id<'lrv'>, listingId: Id<'lst'>, content: ListingContent, at: Date): Promise<void> {
    await query(tx, inserted, [id, listingId, JSON.stringify(content), at]);
    await query(tx, touched, [listingId, at]);
  }

  async note(tx: Tx, id: string, said: Said): Promise<void> {
    await query(tx, noted, [id, JSON.stringify(said.reasons), said.caseId ?? null, said.statementId ?? null]);
  }
}
