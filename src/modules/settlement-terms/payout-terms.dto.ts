import { ApiProperty } from '@nestjs/swagger';
import { IsIn, IsInt, IsOptional, Max, Min } from 'class-validator';
import { CURRENCIES } from '../../kernel/index.js';
import { MoneyView, PageOf, PageQuery } from '../../platform/http/index.js';
import { ProposeTermsDto, TermsView } from '../../platform/terms/index.js';

const CURRENCY = { enum: CURRENCIES, enumName: 'Currency', example: 'USD' };
const MOST = 1_000_000_000_000;

/** Amounts in minor units of the currency. */
export class ProposePayoutTermsDto extends ProposeTermsDto {
  @ApiProperty(CURRENCY)
  @IsIn([...CURRENCIES])
  currency!: string;

  /** What is less is carried over. */
  @IsInt()
  @Min(1)
  @Max(MOST)
  minimum!: number;

  /** What stays in the balance. */
  @IsInt()
  @Min(0)
  @Max(MOST)
  retained!: number;

  /** A larger payout is approved by two people. */
  @IsInt()
  @Min(0)
  @Max(MOST)
  automaticUpTo!: number;

  /** A day's total up to which there is never an alarm. */
  @IsInt()
  @Min(0)
  @Max(MOST)
  alarmFloor!: number;
}

export class PayoutTermsQuery extends PageQuery {
  @ApiProperty({ ...CURRENCY, required: false })
  @IsOptional()
  @IsIn([...CURRENCIES])
  currency?: string;
}

export class PayoutTermsView extends TermsView {
  @ApiProperty({ type: String, example: 'pyt_01hzy3v9qtf5r8m2k4w6x8y0za' })
  id!: string;

  @ApiProperty(CURRENCY)
  currency!: string;

  /** What is less is carried over. */
  minimum!: MoneyView;

  /** What stays in the balance. */
  retained!: MoneyView;

  /** A larger payout is approved by two people. */
  automaticUpTo!: MoneyView;

  /** A day's total up to which there is never an alarm. */
  alarmFloor!: MoneyView;
}

export class PayoutTermsPage extends PageOf(PayoutTermsView) {}
