import { Injectable } from '@nestjs/common';
import { Clock, money, share, type Money } from '../../kernel/index.js';
import type { Tx } from '../../platform/database/index.js';
import { ruleFor } from './fee-rule.domain.js';
import { feesOf, subjectOf, type FeeLine, type LineFees } from './fees.domain.js';
import { ScheduleRepository } from './schedule.repository.js';

export interface ListingFee {
  readonly fee: Money;
  readonly tax: Money;
  /** The number of the rule. */
  readonly rule: number;
}

/** What the marketplace takes of a sale, and the tax on top of it. */
@Injectable()
export class Fees {
  constructor(
    private readonly schedules: ScheduleRepository,
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
    const rule = ruleFor('listing_fee', subjectOf(listing, currency, schedule), schedule.rules);
    const amount = rule?.amounts[currency]?.amount ?? 0;
    if (!rule || amount === 0) return undefined;
    const fee = money(amount, currency);
    return { fee, tax: share(fee, rule.taxBps), rule: rule.number };
  }
}
