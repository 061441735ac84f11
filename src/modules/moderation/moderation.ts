import { Injectable } from '@nestjs/common';
import type { Id } from '../../kernel/index.js';
import type { Tx } from '../../platform/database/index.js';
import { OpenCase } from './open-case.js';
import { ScreenListing } from './screen-listing.js';
import type { CaseInput, Screening, ScreeningInput } from './moderation.types.js';

@Injectable()
export class Moderation {
  constructor(
    private readonly screenListing: ScreenListing,
    private readonly opening: OpenCase,
  ) {}

  /**
   * Screens one version of a listing with the live rules and stores the result with its exact signals. Unless the
   * listing may be published a case is open when this returns; a rejection is already decided and its statement of
   * reasons written. `moderation.case-decided` follows every decision.
   */
  screen(tx: Tx, input: ScreeningInput): Promise<Screening> {
    return this.screenListing.run(tx, input);
  }

  /** Opens a case, or joins the open one of the same subject and reason. */
  openCase(tx: Tx, input: CaseInput): Promise<Id<'cas'>> {
    return this.opening.run(tx, input);
  }
}
