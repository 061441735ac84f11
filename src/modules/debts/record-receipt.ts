import { Injectable } from '@nestjs/common';
import { Clock, toWire, type Id, type UserActor } from '../../kernel/index.js';
import { newId, UnitOfWork } from '../../platform/database/index.js';
import { Invalid, MoneyView, toMoney, type Once } from '../../platform/http/index.js';
import { Ledger, recoveredByBankJournal } from '../ledger/index.js';
import { AssertOwed } from './assert-owed.js';
import type { DebtReceiptDto, DebtReceiptView } from './debts.dto.js';
import { WriteOffs } from './write-offs.repository.js';

/** A seller's bank was debited for what the seller owes (N2). */
@Injectable()
export class RecordReceipt {
  constructor(
    private readonly uow: UnitOfWork,
    private readonly clock: Clock,
    private readonly owed: AssertOwed,
    private readonly ledger: Ledger,
    private readonly receipts: WriteOffs,
  ) {}

  /** @throws Invalid for an instant to come, DebtSmaller, ReceiptKnown */
  run(actor: UserActor, sellerId: Id<'sel'>, received: DebtReceiptDto, once: Once): Promise<DebtReceiptView> {
    return once.run(this.uow, async (tx) => {
      const now = this.clock.now();
      const { bankReference } = received;
      const amount = toMoney(received.amount);
      const receivedAt = received.receivedAt === undefined ? now : new Date(received.receivedAt);
      if (receivedAt > now) {
        throw new Invalid([{ pointer: '/receivedAt', code: 'future', message: 'must not lie in the future' }]);
      }
      const left = await this.owed.run(tx, sellerId, amount);
      const id = newId('rct');
      await this.receipts.receive(tx, { id, sellerId, ...amount, bankReference, receivedAt }, actor.userId, now);
      const at = { effectiveAt: receivedAt, actor, refs: { sellerId } };
      await this.ledger.post(tx, recoveredByBankJournal(id, sellerId, amount, at));
      return {
        id: toWire('rct', id),
        sellerId: toWire('sel', sellerId),
        amount: MoneyView.of(amount),
        bankReference,
        receivedAt: receivedAt.toISOString(),
        owed: MoneyView.of(left),
      };
    });
  }
}
