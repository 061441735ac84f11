import { Injectable } from '@nestjs/common';
import { plus, type Actor } from '../../kernel/index.js';
import type { Tx } from '../../platform/database/index.js';
import { Deadlines } from '../../platform/messaging/index.js';
import { OnAccount } from '../payments/index.js';
import { DEADLINES, WINDOWS } from './seller-order.lifecycle.js';
import { SellerOrdersRepository, type SellerOrderRow } from './seller-orders.repository.js';

/** A seller has promised to fill a seller order: it ships by a date, and what is bought on account is owed. */
@Injectable()
export class StartHandling {
  constructor(
    private readonly sellerOrders: SellerOrdersRepository,
    private readonly deadlines: Deadlines,
    private readonly account: OnAccount,
  ) {}

  async run(tx: Tx, row: SellerOrderRow, { actor, at }: { readonly actor: Actor; readonly at: Date }): Promise<void> {
    const { id, paymentId, accountId } = row;
    const shipBy = plus(at, WINDOWS.handling);
    await this.sellerOrders.stamp(tx, [id], { shipBy });
    await this.deadlines.cancel(tx, DEADLINES.acceptance, id);
    await this.deadlines.set(tx, DEADLINES.shipBy, id, shipBy);
    if (accountId !== null) await this.account.accept(tx, paymentId, id, actor);
  }
}
