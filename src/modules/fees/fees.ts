import { Injectable } from '@nestjs/common';
import { Clock } from '../../kernel/index.js';
import type { Tx } from '../../platform/database/index.js';
import { ruleFor } from './fee-rule.domain.js';
import { feesOf, listingFeeOf, subjectOf, type FeeLine, type LineFees, type ListingFee } from './fees.domain.js';
import { FeeRulesRepository } from './fee-rules.repository.js';
import { ScheduleRepository } from './schedule.repository.js';

/** What the marketplace takes of a sale, and the tax on top of it. */
@Injectable()
export class Fees {
  constructor(
    private readonly schedules: ScheduleRepository,
    private readonly rules: FeeRulesRepository,
    private readonly clock: Clock,
  ) {}

  /**
   * Tax, fees and shipping beneficiary of each line, in the order of the lines, by the rules in force now; one
   * statement. What one seller is charged under one rule is the rate of the sum of its lines.
   */
  async quote(tx: Tx, lines: readonly FeeLine[]): Promise<LineFees[]> {
    if (lines.length === 0) return [];
    const sellerIds = [...new Set(lines.map((line) => line.sellerId))];
    const categoryIds = [...new Set(lines.map((line) => line.categoryId))];
    return feesOf(lines, await this.schedules.inForce(tx, this.clock.now(), sellerIds, categoryIds));
  }

  /** What it costs to put a listing on sale now; `undefined` where no rule says so. One statement. */
  async listingFee(
    tx: Tx,
    listing: { readonly sellerId: string; readonly categoryId: string; readonly currency: string },
  ): Promise<ListingFee | undefined> {
    const { sellerId, categoryId, currency } = listing;
    const schedule = await this.schedules.inForce(tx, this.clock.now(), [sellerId], [categoryId]);
    const charged = listingFeeOf(
      ruleFor('listing_fee', subjectOf(listing, currency, schedule), schedule.rules),
      currency,
    );
    return charged && charged.fee.amount > 0 ? charged : undefined;
  }

  /** Basis points of the tax on what the numbered rules charge, by number. */
  taxRates(tx: Tx, numbers: readonly number[]): Promise<Map<number, number>> {
    return this.rules.taxRates(tx, numbers);
  }
}
