import { Injectable } from '@nestjs/common';
import { add, Clock, money, system, type Id } from '../../kernel/index.js';
import { UnitOfWork } from '../../platform/database/index.js';
import { Fees } from '../fees/index.js';
import { credit, drawnFromSeller, feesOf, feeTaxOf, journal, Ledger, noted } from '../ledger/index.js';
import { Listings } from '../listings/index.js';
import { ListingFeesRepository } from './listing-fees.repository.js';

/** A listing costs its seller a fee when it goes on sale for the first time. */
@Injectable()
export class ChargeListingFee {
  constructor(
    private readonly uow: UnitOfWork,
    private readonly clock: Clock,
    private readonly listings: Listings,
    private readonly fees: Fees,
    private readonly charges: ListingFeesRepository,
    private readonly ledger: Ledger,
  ) {}

  /** Takes it out of the seller's available balance; what is missing the seller owes. Once for each listing. */
  run(listingId: Id<'lst'>): Promise<void> {
    return this.uow.run(async (tx) => {
      const listing = await this.listings.placeOf(tx, listingId);
      const charged = listing && (await this.fees.listingFee(tx, listing));
      if (!charged) return;
      const { sellerId, currency } = listing;
      const { fee, tax, rule } = charged;
      const at = this.clock.now();
      const row = { listingId, sellerId, rule, currency, fee: fee.amount, tax: tax.amount };
      if (!(await this.charges.insert(tx, row, at))) return;
      const [available] = await this.ledger.lock(tx, sellerId, currency, ['seller_available']);
      const funds = { available: money(available?.balance ?? 0, currency) };
      const circumstances = { effectiveAt: at, actor: system('listing-fees'), refs: { sellerId } };
      await this.ledger.post(
        tx,
        journal(
          ['listing', listingId, 'fee'],
          { ...circumstances, ruleVersion: `fees ${rule}` },
          ...drawnFromSeller(sellerId, add(fee, tax), funds),
          noted(credit('subscription_revenue', fee), feesOf(sellerId)),
          noted(credit('tax_payable', tax), feeTaxOf(sellerId)),
        ),
      );
    });
  }
}
