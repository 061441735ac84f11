import { ApiProperty } from '@nestjs/swagger';
import { IsIn, IsInt, Max, Min } from 'class-validator';
import { CURRENCIES, money, type Money } from '../../kernel/index.js';

const MAX_AMOUNT = 1_000_000_000_000;
const CURRENCY = { enum: CURRENCIES, enumName: 'Currency', example: 'USD' };

/** An amount in a request: never negative. */
export class MoneyDto {
  /** Integer minor units: cents of USD, yen of JPY, fils of KWD. */
  @ApiProperty({ type: 'integer', minimum: 0, maximum: MAX_AMOUNT, example: 129_900 })
  @IsInt()
  @Min(0)
  @Max(MAX_AMOUNT)
  amount!: number;

  /** ISO 4217 code. */
  @ApiProperty(CURRENCY)
  @IsIn([...CURRENCIES])
  currency!: string;
}

/** An amount in an answer. */
export class MoneyView {
  /** Integer minor units; negative where the party owes. */
  @ApiProperty({ type: 'integer', format: 'int64', example: 129_900 })
  amount!: number;

  /** ISO 4217 code. */
  @ApiProperty(CURRENCY)
  currency!: string;

  static of(value: Money): MoneyView {
    return { amount: value.amount, currency: value.currency };
  }
}

export const toMoney = (dto: MoneyDto): Money => money(dto.amount, dto.currency);
