import { Injectable } from '@nestjs/common';
import { Clock, money, type Id, type UserActor } from '../../kernel/index.js';
import { newId, UnitOfWork } from '../../platform/database/index.js';
import { NotFound, type Once } from '../../platform/http/index.js';
import { Ledger, receiptReturnedJournal } from '../ledger/index.js';
import { RECEIVING_ACCOUNT } from './invoice.domain.js';
import { CurrencyDiffers, ReceiptSmaller } from './net-terms.errors.js';
import { leftOf, receiptView } from './receipt.view.js';
import type { BankReceiptView, ReturnReceiptDto } from './receipts.dto.js';
import { ReceiptsRepository } from './receipts.repository.js';

/** What cannot be placed goes back to the payer. */
@Injectable()
export class ReturnReceipt {
  constructor(
    private readonly uow: UnitOfWork,
    private readonly clock: Clock,
    private readonly ledger: Ledger,
    private readonly receipts: ReceiptsRepository,
  ) {}

  /** @throws NotFound, CurrencyDiffers, ReceiptSmaller */
  run(actor: UserActor, id: Id<'brc'>, asked: ReturnReceiptDto, once: Once): Promise<BankReceiptView> {
    return once.run(this.uow, async (tx) => {
      const receipt = await this.receipts.lock(tx, id);
      if (!receipt) throw new NotFound({ what: 'receipt' });
      const { currency } = receipt;
      if (asked.amount && asked.amount.currency !== currency) throw new CurrencyDiffers({});
      const amount = asked.amount?.amount ?? leftOf(receipt);
      if (amount === 0 || leftOf(receipt) < amount) throw new ReceiptSmaller({});
      const at = this.clock.now();
      const returnId = newId('brc');
      const row = { id: returnId, receiptId: id, amount, reason: asked.reason, by: actor.userId, at };
      const after = await this.receipts.giveBack(tx, row);
      const back = money(amount, currency);
      await this.ledger.post(tx, receiptReturnedJournal(returnId, RECEIVING_ACCOUNT, back, { effectiveAt: at, actor }));
      return receiptView(after, await this.receipts.applicationsOf([id], tx));
    });
  }
}
