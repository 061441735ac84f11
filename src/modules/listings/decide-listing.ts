import { Injectable } from '@nestjs/common';
import { system, type Id } from '../../kernel/index.js';
import { UnitOfWork, type Tx } from '../../platform/database/index.js';
import type { CaseDecision } from '../moderation/index.js';
import { ApplyRevision } from './apply-revision.js';
import { listingLifecycle } from './listing.lifecycle.js';
import { ListingSteps } from './listing-steps.js';
import { ListingsRepository, type ListingRow, type Reason } from './listings.repository.js';
import { Shelf } from './shelf.js';

/** What a moderator decided about a listing, or about the edit that the case was opened for. */
export interface Decided {
  readonly listingId: Id<'lst'>;
  readonly caseId: Id<'cas'>;
  readonly decision: CaseDecision;
  readonly statementId: Id<'sta'> | null;
}

type Restriction = Exclude<CaseDecision, 'approve'>;

const MODERATION = system('moderation');

const REASONS: Readonly<Record<Restriction, Reason>> = {
  require_changes: {
    code: 'moderator_requires_changes',
    text: 'A moderator asks for changes; see the statement of reasons.',
    textZh: '审核员要求修改，请查看理由说明。',
  },
  remove: {
    code: 'moderator_removed',
    text: 'A moderator removed the listing; see the statement of reasons.',
    textZh: '审核员已下架该商品，请查看理由说明。',
  },
};

@Injectable()
export class DecideListing {
  constructor(
    private readonly uow: UnitOfWork,
    private readonly listings: ListingsRepository,
    private readonly applyRevision: ApplyRevision,
    private readonly steps: ListingSteps,
    private readonly shelf: Shelf,
  ) {}

  /** Does what was decided; what is already so stays. */
  async run(decided: Decided): Promise<void> {
    const listing = await this.listings.find(decided.listingId);
    if (!listing) return;
    const work = this.uow.run((tx) => this.decide(tx, decided));
    await work.catch((error: unknown) => this.applyRevision.giveBack(error, listing.revision?.id, MODERATION));
  }

  private async decide(tx: Tx, { listingId, caseId, decision, statementId }: Decided): Promise<void> {
    const listing = (await this.listings.lock(tx, listingId)) as ListingRow;
    const { revision } = listing;
    const isAboutRevision = revision?.state === 'pending' && revision.caseId === caseId;
    if (decision === 'approve') {
      if (isAboutRevision) await this.applyRevision.run(tx, listing, revision, MODERATION);
      else if (listing.state === 'pending_review' && listing.caseId === caseId) {
        await this.steps.publish(tx, listing, 'approve', MODERATION, caseId);
      }
    } else if (decision === 'require_changes' && isAboutRevision) {
      const reasons = [...revision.reasons, REASONS.require_changes];
      await this.applyRevision.sendBack(tx, revision.id, { reasons, caseId, statementId }, MODERATION);
    } else await this.restrict(tx, listing, decision, { caseId, statementId });
  }

  /** Takes the listing off the shelf, back to its seller or for good. */
  private async restrict(
    tx: Tx,
    listing: ListingRow,
    decision: Restriction,
    said: Pick<Decided, 'caseId' | 'statementId'>,
  ): Promise<void> {
    const steps = listingLifecycle.transitions.filter((step) => step.action === decision);
    if (!steps.some((step) => (step.from as readonly string[]).includes(listing.state))) return;
    await this.steps.take(tx, listing, decision, MODERATION, REASONS[decision].code);
    await this.steps.cancelRevision(tx, listing, MODERATION, REASONS[decision].code);
    await this.listings.note(tx, listing.id, { reasons: [...listing.reasons, REASONS[decision]], ...said });
    await this.shelf.take(tx, listing.id);
  }
}
