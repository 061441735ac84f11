import { Inject, Injectable } from '@nestjs/common';
import { Clock } from '../../kernel/index.js';
import { CONFIG, type RunningConfig } from '../../platform/config/index.js';
import type { Tx } from '../../platform/database/index.js';
import { mayBeClosed, takingEffect, type LateJournal } from './late-journal.domain.js';
import type { Journal } from './ledger.domain.js';
import { placed, type Places } from './place.domain.js';
import { PostingRepository } from './posting.repository.js';

/**
 * What journals get before they are posted: their bank account is the one that is configured, unless they name one.
 *
 * News of a day whose books are closed takes effect today. A period that is closed between this answer and the posting
 * refuses the journal; the next attempt finds it closed.
 */
@Injectable()
export class DateJournals {
  private readonly places: Places;

  constructor(
    private readonly clock: Clock,
    private readonly posting: PostingRepository,
    @Inject(CONFIG) { bankAccount }: RunningConfig,
  ) {
    this.places = { bank: bankAccount };
  }

  /** One query more for what happened on an earlier day; none for what happened today. */
  async run(tx: Tx, of: readonly Journal[]): Promise<readonly LateJournal[]> {
    const journals = of.map((each) => ({ ...each, lines: each.lines.map(placed(this.places)) }));
    const now = this.clock.now();
    if (!journals.some((each) => mayBeClosed(each, now))) return journals;
    const closedUntil = await this.posting.closedUntil(tx);
    return closedUntil ? journals.map((each) => takingEffect(each, closedUntil, now)) : journals;
  }
}
