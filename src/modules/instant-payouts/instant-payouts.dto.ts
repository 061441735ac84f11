import { ApiProperty } from '@nestjs/swagger';
import { Type } from 'class-transformer';
import { IsIn, IsInt, Max, Min, ValidateNested } from 'class-validator';
import { CURRENCIES } from '../../kernel/index.js';
import { ActionView, MoneyDto, MoneyView } from '../../platform/http/index.js';

const CURRENCY = { enum: CURRENCIES, enumName: 'Currency' };

export class RequestInstantPayoutDto {
  @ApiProperty(CURRENCY)
  @IsIn([...CURRENCIES])
  currency!: string;
}

export class InstantPayoutOfferQuery {
  @ApiProperty(CURRENCY)
  @IsIn([...CURRENCIES])
  currency!: string;
}

export class InstantPayoutOfferView {
  sellerId!: string;

  /** Available, less what is owed. */
  payable!: MoneyView;

  /** Taken out of it; zero where there would be no payout. */
  fee!: MoneyView;

  /** What would reach the bank account. */
  amount!: MoneyView;

  /** Basis points of what is taken from the balance. */
  feeBps!: number;

  /** What it costs at least. */
  minimumFee!: MoneyView;

  feeVersion!: number;

  /** Whether it may be requested now; `reason` is the code of the refusal. */
  @ApiProperty({ type: [ActionView], maxItems: 5 })
  allowedActions!: ActionView[];
}

export class InstantPayoutView {
  payoutId!: string;

  sellerId!: string;

  state!: string;

  /** What is sent to the bank account. */
  amount!: MoneyView;

  /** Given back when the payout fails. */
  fee!: MoneyView;
}

export class SetInstantFeeDto {
  /** Basis points of what a payout takes from the balance. */
  @ApiProperty({ type: 'integer', minimum: 0, maximum: 2_000, example: 100 })
  @IsInt()
  @Min(0)
  @Max(2_000)
  feeBps!: number;

  /** What it costs at least; says the currency, too. */
  @ValidateNested()
  @Type(() => MoneyDto)
  minimumFee!: MoneyDto;
}

export class InstantFeeView {
  @ApiProperty(CURRENCY)
  currency!: string;

  version!: number;
  feeBps!: number;
  minimumFee!: MoneyView;
  createdAt!: string;
}

export class InstantFeesView {
  @ApiProperty({ type: [InstantFeeView], maxItems: 20 })
  fees!: InstantFeeView[];
}
