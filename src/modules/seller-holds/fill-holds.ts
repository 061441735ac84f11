import { Injectable } from '@nestjs/common';
import { Clock, money, type Actor } from '../../kernel/index.js';
import type { Tx } from '../../platform/database/index.js';
import { fundsHeldJournal, holdable, Ledger, type Journal } from '../ledger/index.js';
import { SellerHoldsRepository, type SellerHoldRow } from './seller-holds.repository.js';

/** Moves what is available into holds that ask for more than they have. */
@Injectable()
export class FillHolds {
  constructor(
    private readonly clock: Clock,
    private readonly ledger: Ledger,
    private readonly holds: SellerHoldsRepository,
  ) {}

  /** Never overdraws: what is missing stays remembered. Returns what was moved, in minor units. */
  async run(tx: Tx, sellerId: string, currency: string, actor: Actor): Promise<number> {
    const unfilled = await this.holds.unfilled(tx, sellerId, currency);
    if (unfilled.length === 0) return 0;
    const [locked] = await this.ledger.lock(tx, sellerId, currency, ['seller_available']);
    let available = locked?.balance ?? 0;
    const before = available;
    for (const hold of unfilled) {
      const wanted = hold.requested === null ? available : hold.requested - hold.held;
      const part = holdable(money(available, currency), money(wanted, currency));
      if (part.amount === 0) continue;
      available -= part.amount;
      const at = this.clock.now();
      const placed = fundsHeldJournal(hold.id, sellerId, part, { effectiveAt: at, actor, refs: { sellerId } });
      await this.ledger.post(tx, named(placed, hold));
      await this.holds.fill(tx, hold.id, part.amount, at);
    }
    return before - available;
  }
}

/** The first money of a hold places it; later money adds to what it has had. */
function named(placed: Journal, { held, drawn, givenBack }: SellerHoldRow): Journal {
  const before = held + drawn + givenBack;
  return before === 0 ? placed : { ...placed, source: { ...placed.source, kind: `added:${before}` } };
}
