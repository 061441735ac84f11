import { Injectable } from '@nestjs/common';
import { Clock, type Actor, type Id } from '../../kernel/index.js';
import { moveAll, moveOne, UnitOfWork, type Tx } from '../../platform/database/index.js';
import { SkuTaken } from './listings.errors.js';
import { ListingsRepository, type ListingRow, type RevisionRow } from './listings.repository.js';
import { revisionLifecycle } from './revision.lifecycle.js';
import { RevisionsRepository, type Said } from './revisions.repository.js';
import { Shelf } from './shelf.js';

const TAKEN = {
  code: SkuTaken.problem.code,
  text: SkuTaken.problem.en,
  textZh: SkuTaken.problem.zh,
};

/** Makes an approved edit the content of its listing. */
@Injectable()
export class ApplyRevision {
  constructor(
    private readonly uow: UnitOfWork,
    private readonly listings: ListingsRepository,
    private readonly revisions: RevisionsRepository,
    private readonly shelf: Shelf,
    private readonly clock: Clock,
  ) {}

  /** The caller has locked the listing. @throws SkuTaken, IllegalTransition */
  async run(tx: Tx, listing: ListingRow, revision: RevisionRow, actor: Actor): Promise<void> {
    const at = this.clock.now();
    await moveOne(tx, revisionLifecycle, revision.id, { action: 'approve', actor, at });
    await this.listings.replaceContent(tx, listing, revision.content, at);
    if (listing.state === 'active') await this.shelf.put(tx, { ...listing, ...revision.content });
  }

  /** Returns a waiting edit to its seller with the reasons. */
  async sendBack(tx: Tx, revisionId: Id<'lrv'>, said: Said, actor: Actor): Promise<void> {
    const move = { action: 'require_changes', actor, at: this.clock.now(), reason: said.reasons.at(-1)?.code } as const;
    const moved = await moveAll(tx, revisionLifecycle, [revisionId], move);
    if (moved.length > 0) await this.revisions.note(tx, revisionId, said);
  }

  /** Returns an edit whose SKU another listing took in the meantime; any other failure is thrown on. */
  async giveBack(error: unknown, revisionId: Id<'lrv'> | undefined, actor: Actor): Promise<void> {
    if (!(error instanceof SkuTaken) || revisionId === undefined) throw error;
    await this.uow.run((tx) => this.sendBack(tx, revisionId, { reasons: [TAKEN] }, actor));
  }
}
