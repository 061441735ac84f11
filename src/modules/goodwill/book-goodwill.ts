import { Injectable } from '@nestjs/common';
import { asId, Clock, money, type Actor } from '../../kernel/index.js';
import type { Tx } from '../../platform/database/index.js';
import { Outbox } from '../../platform/messaging/index.js';
import { Ledger } from '../ledger/index.js';
import { SellerHolds } from '../seller-holds/index.js';
import { goodwillGranted } from './goodwill.events.js';
import { grantedJournal } from './goodwill-journals.js';
import type { GoodwillRow } from './goodwill.repository.js';

/** Books what is given away (X3). What a seller gets, holds may stop at once. */
@Injectable()
export class BookGoodwill {
  constructor(
    private readonly clock: Clock,
    private readonly ledger: Ledger,
    private readonly holds: SellerHolds,
    private readonly outbox: Outbox,
  ) {}

  async run(tx: Tx, actor: Actor, row: GoodwillRow): Promise<void> {
    const { id, beneficiary, beneficiaryId, currency, amount } = row;
    const at = { effectiveAt: this.clock.now(), actor };
    await this.ledger.post(tx, grantedJournal(id, row, money(amount, currency), at));
    if (beneficiary === 'seller') await this.holds.topUp(tx, beneficiaryId, currency);
    const payload = { goodwillId: id, beneficiary, beneficiaryId, currency, amount };
    const ofSeller = beneficiary === 'seller' ? { sellerId: asId<'sel'>(beneficiaryId) } : {};
    await this.outbox.publish(tx, goodwillGranted, { subjectId: id, ...ofSeller, payload });
  }
}
