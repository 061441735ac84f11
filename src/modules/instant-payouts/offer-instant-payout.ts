import { Injectable } from '@nestjs/common';
import { money, toWire, type Actor, type Id } from '../../kernel/index.js';
import { UnitOfWork } from '../../platform/database/index.js';
import { MoneyView } from '../../platform/http/index.js';
import { assertActsFor } from '../identity/index.js';
import { QuoteInstant } from '../settlement/index.js';
import { InstantFees } from './instant-fees.repository.js';
import type { InstantPayoutOfferView } from './instant-payouts.dto.js';
import { InstantPayoutNotOffered } from './instant-payouts.errors.js';
import { codeOf } from './refusals.js';

/** What a seller would get, and pay, if it asked now. */
@Injectable()
export class OfferInstantPayout {
  constructor(
    private readonly uow: UnitOfWork,
    private readonly fees: InstantFees,
    private readonly quote: QuoteInstant,
  ) {}

  /** @throws NotFound, Forbidden, InstantPayoutNotOffered */
  run(actor: Actor, sellerId: Id<'sel'>, currency: string): Promise<InstantPayoutOfferView> {
    assertActsFor(actor, sellerId, 'manager');
    return this.uow.run(async (tx) => {
      const terms = await this.fees.of(tx, currency);
      if (!terms) throw new InstantPayoutNotOffered({ currency });
      const { payable, fee, amount, reason } = await this.quote.run(tx, { sellerId, currency }, terms);
      return {
        sellerId: toWire('sel', sellerId),
        payable: MoneyView.of(money(payable, currency)),
        fee: MoneyView.of(money(fee, currency)),
        amount: MoneyView.of(money(amount, currency)),
        feeBps: terms.feeBps,
        minimumFee: MoneyView.of(money(terms.minimumFee, currency)),
        feeVersion: terms.version,
        allowedActions: [
          reason ? { action: 'request', allowed: false, reason: codeOf(reason) } : { action: 'request', allowed: true },
        ],
      };
    });
  }
}
