import { Injectable } from '@nestjs/common';
import { money, type Money } from '../../kernel/index.js';
import type { Tx } from '../../platform/database/index.js';
import type { Circumstances } from './ledger.domain.js';
import { Ledger } from './ledger.js';
import { creditPaidOutJournal } from './treasury-journals.domain.js';

/** The credit of a buyer, a person or a company, leaves by bank transfer. */
@Injectable()
export class TransferCredit {
  constructor(private readonly ledger: Ledger) {}

  /** What may leave: without what is held for orders. */
  async free(tx: Tx, owner: string, currency: string): Promise<Money> {
    const [credit] = await this.ledger.lock(tx, owner, currency, ['buyer_credit']);
    const held = await this.ledger.held(tx, 'buyer_credit', owner, currency);
    return money(Math.max(0, (credit?.balance ?? 0) - held), currency);
  }

  /** What is left; `undefined`, and nothing is booked, when there is less than the amount. */
  async run(tx: Tx, useId: string, owner: string, amount: Money, at: Circumstances): Promise<Money | undefined> {
    const free = await this.free(tx, owner, amount.currency);
    if (free.amount < amount.amount) return undefined;
    await this.ledger.post(tx, creditPaidOutJournal(useId, owner, amount, at));
    return money(free.amount - amount.amount, amount.currency);
  }
}
