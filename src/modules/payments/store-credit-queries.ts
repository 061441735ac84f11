import { Injectable } from '@nestjs/common';
import { money, type UserActor } from '../../kernel/index.js';
import { UnitOfWork } from '../../platform/database/index.js';
import { MoneyView } from '../../platform/http/index.js';
import { Ledger } from '../ledger/index.js';
import type { CurrencyCreditView, StoreCreditView } from './store-credit.dto.js';

@Injectable()
export class StoreCreditQueries {
  constructor(
    private readonly uow: UnitOfWork,
    private readonly ledger: Ledger,
  ) {}

  async of({ userId }: UserActor): Promise<StoreCreditView> {
    const balances = (await this.ledger.balancesOf(userId)).filter(({ account }) => account === 'buyer_credit');
    const credits: CurrencyCreditView[] = [];
    for (const { currency, balance } of balances) {
      const held = await this.uow.run((tx) => this.ledger.held(tx, 'buyer_credit', userId, currency));
      const view = (amount: number): MoneyView => MoneyView.of(money(amount, currency));
      credits.push({ currency, available: view(balance - held), held: view(held) });
    }
    return { credits };
  }
}
