import { Injectable } from '@nestjs/common';
import type { Id } from '../../kernel/index.js';
import { UnitOfWork } from '../../platform/database/index.js';
import { Holds } from '../ledger/index.js';
import { StoreCredits } from './store-credits.repository.js';

/** Nothing will be captured: the store credit that was held for it is free again. */
@Injectable()
export class FreeCredit {
  constructor(
    private readonly uow: UnitOfWork,
    private readonly credits: StoreCredits,
    private readonly holds: Holds,
  ) {}

  run(paymentId: Id<'pay'>): Promise<void> {
    return this.uow.run(async (tx) => {
      for (const { creditHoldId } of await this.credits.parts(tx, paymentId)) {
        if (creditHoldId !== null) await this.holds.voidHold(tx, creditHoldId);
      }
    });
  }
}
