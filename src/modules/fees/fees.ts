import { Injectable } from '@nestjs/common';
import { Clock } from '../../kernel/index.js';
import type { Tx } from '../../platform/database/index.js';
import { feesOf, type FeeLine, type LineFees } from './fees.domain.js';
import { FeesRepository } from './fees.repository.js';

/** What the marketplace takes of a sale, and the tax on top of it. */
@Injectable()
export class Fees {
  constructor(
    private readonly rules: FeesRepository,
    private readonly clock: Clock,
  ) {}

  /**
   * Commission, tax and shipping beneficiary of each line, in the order of the lines, by the rules in force now.
   * Commissions of one seller add up to the rate applied to the sum of the lines under the same rule; so do taxes.
   */
  async quote(tx: Tx, lines: readonly FeeLine[]): Promise<LineFees[]> {
    if (lines.length === 0) return [];
    const sellerIds = [...new Set(lines.map((line) => line.sellerId))];
    const categoryIds = [...new Set(lines.map((line) => line.categoryId))];
    return feesOf(lines, await this.rules.inForce(tx, this.clock.now(), sellerIds, categoryIds));
  }
}
