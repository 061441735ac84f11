import { ApiProperty } from '@nestjs/swagger';
import { MoneyView } from '../../platform/http/index.js';
import { STEPS, type Sheet } from './fee-charge.domain.js';
import { SALE_COMPONENTS } from './fee-rule.domain.js';

export class FeeStepView {
  /** `rate`, raised to the `floor` or lowered to the `cap`, or `per_unit`; then `split`, `limit`, and the same for tax. */
  @ApiProperty({ enum: STEPS, enumName: 'FeeStep' })
  step!: string;
  /** The computation: rates are rounded half up, splits are by largest remainder. */
  detail!: string;
  /** Minor units: one amount, or one for each line of the sheet. */
  amounts!: number[];
}

/** How one component was charged under one rule. */
export class FeeSheetView {
  @ApiProperty({ enum: SALE_COMPONENTS, enumName: 'SaleFeeComponent' })
  component!: string;
  /** The number of the rule. */
  rule!: number;
  bps?: number;
  taxBps!: number;
  /** Positions of the lines that were charged together, from 0. */
  lines!: number[];
  steps!: FeeStepView[];
  /** Minor units, one for each of `lines`. */
  fees!: number[];
  /** Minor units, one for each of `lines`. */
  taxes!: number[];

  static of({ component, rule, lines, steps, fees, taxes }: Sheet): FeeSheetView {
    return {
      component,
      rule: rule.number,
      ...(rule.bps !== null && { bps: rule.bps }),
      taxBps: rule.taxBps,
      lines: [...lines],
      steps: steps.map((each) => ({ ...each, amounts: [...each.amounts] })),
      fees: [...fees],
      taxes: [...taxes],
    };
  }
}

/** The fees of a line; each is taken out of what its goods cost. */
export class LineFeesView {
  commission!: MoneyView;
  fixedFee!: MoneyView;
  paymentFee!: MoneyView;
  /** On the three fees. */
  feeTax!: MoneyView;
}
