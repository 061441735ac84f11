import { Injectable } from '@nestjs/common';
import type { Id } from '../../kernel/index.js';
import { Deadlines } from '../../platform/messaging/index.js';
import { newId, type Tx } from '../../platform/database/index.js';
import { DateJournals } from './date-journals.js';
import { HoldsRepository, type Placed } from './holds.repository.js';
import { HOLD_EXPIRY, type HoldRequest } from './hold.domain.js';
import type { Journal } from './ledger.domain.js';
import type { Posted } from './posting.repository.js';

/** Two-phase money: what is held counts as gone for every floor, but stays on its account until it is posted. */
@Injectable()
export class Holds {
  constructor(
    private readonly holds: HoldsRepository,
    private readonly dates: DateJournals,
    private readonly deadlines: Deadlines,
  ) {}

  /**
   * Holds the amount, or finds the hold that the source has.
   * @throws InsufficientBalance when less than the amount is free
   * @throws LedgerConflict when the source holds another amount or account
   */
  async placeHold(tx: Tx, request: HoldRequest): Promise<Placed> {
    const placed = await this.holds.place(tx, newId('hld'), request);
    if (placed.placed) await this.deadlines.set(tx, HOLD_EXPIRY, placed.holdId, request.expiresAt);
    return placed;
  }

  /**
   * Ends the hold and posts the journal, which may take less than the hold is over; the rest is free again.
   * @throws HoldNotPending @throws HoldTooSmall
   */
  async postHold(tx: Tx, holdId: Id<'hld'>, journal: Journal): Promise<Posted> {
    const [dated = journal] = await this.dates.run(tx, [journal]);
    const posted = await this.holds.post(tx, holdId, dated);
    await this.deadlines.cancel(tx, HOLD_EXPIRY, holdId);
    return posted;
  }

  /** Gives the hold up; nothing happens when it was given up before. @throws HoldNotPending */
  async voidHold(tx: Tx, holdId: Id<'hld'>): Promise<void> {
    await this.holds.void(tx, holdId);
    await this.deadlines.cancel(tx, HOLD_EXPIRY, holdId);
  }
}
