import { Injectable } from '@nestjs/common';
import type { Tx } from '../../platform/database/index.js';
import { NotFound } from '../../platform/http/index.js';
import { AssertNotCollected, DebtAges } from '../debts/index.js';
import { Reversals, type PartToReserve, type ReservedPart } from '../settlement/index.js';

/** Reserves a part of a payout for a part of the debt: neither is asked back twice. */
@Injectable()
export class ReservePart {
  constructor(
    private readonly ages: DebtAges,
    private readonly reversals: Reversals,
    private readonly debt: AssertNotCollected,
  ) {}

  /**
   * The payout is locked before the debt, as by whoever settles it.
   * @throws NotFound, DebtSmaller, DebtBeingCollected, PayoutNotReversible, NothingToTakeBack
   */
  async run(tx: Tx, part: PartToReserve): Promise<ReservedPart> {
    const { sellerId, amount } = part;
    if (!(await this.ages.isSeller(tx, sellerId))) throw new NotFound({ what: 'seller' });
    const reserved = await this.reversals.reserve(tx, part);
    await this.debt.run(tx, sellerId, amount);
    return reserved;
  }
}
