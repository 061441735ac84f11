import { ApiProperty } from '@nestjs/swagger';
import { Type } from 'class-transformer';
import { IsBoolean, IsInt, IsOptional, IsString, Length, Matches, Max, Min, ValidateNested } from 'class-validator';
import { CURRENCIES } from '../../kernel/index.js';
import { ActionView, MoneyDto, MoneyView } from '../../platform/http/index.js';
import { CREDIT_LINE_STATES, type CreditLineState } from './credit-line.lifecycle.js';

const STATE = { enum: CREDIT_LINE_STATES, enumName: 'CreditLineState' };
const CURRENCY = { enum: CURRENCIES, enumName: 'Currency' };

export class GrantCreditDto {
  /** How much the company may owe in the currency, with what it has ordered and not received yet. */
  @ValidateNested()
  @Type(() => MoneyDto)
  limit!: MoneyDto;

  /** Days from an invoice until it is due. */
  @ApiProperty({ type: 'integer', minimum: 1, maximum: 180, example: 30 })
  @IsInt()
  @Min(1)
  @Max(180)
  termDays!: number;

  /** The platform pays sellers before the company pays; otherwise they wait. */
  @IsOptional()
  @IsBoolean()
  financed?: boolean;

  /** Which legal entity invoices; each has its own numbers. */
  @ApiProperty({
    type: String,
    pattern: '^[A-Z0-9]{2,12}$',
    minLength: 2,
    maxLength: 12,
    default: 'SOUK',
    required: false,
  })
  @IsOptional()
  @Matches(/^[A-Z0-9]{2,12}$/)
  legalEntity?: string;

  @IsString()
  @Length(3, 500)
  reason!: string;
}

export class CreditLineReasonDto {
  @IsString()
  @Length(3, 500)
  reason!: string;
}

export class CreditLineView {
  @ApiProperty({ type: String, example: 'crl_01hzy3v9qtf5r8m2k4w6x8y0za' })
  id!: string;
  companyId!: string;
  @ApiProperty(CURRENCY)
  currency!: string;
  @ApiProperty(STATE)
  state!: CreditLineState;
  version!: number;
  limit!: MoneyView;
  /** Ordered and not paid yet. */
  used!: MoneyView;
  /** What can still be ordered; zero unless the line is active. */
  available!: MoneyView;
  termDays!: number;
  financed!: boolean;
  legalEntity!: string;
  updatedAt!: string;
  allowedActions!: ActionView[];
}

export class CreditLineList {
  data!: CreditLineView[];
}

export class CreditLineVersionView {
  version!: number;
  @ApiProperty(STATE)
  state!: CreditLineState;
  limit!: MoneyView;
  termDays!: number;
  financed!: boolean;
  legalEntity!: string;
  reason!: string;
  /** `user`: somebody of finance; `system`: an invoice was overdue, or is no more. */
  by!: string;
  changedAt!: string;
}

export class CreditLineHistory {
  /** Newest first. */
  data!: CreditLineVersionView[];
}
