import { ApiProperty } from '@nestjs/swagger';
import { IsIn, IsOptional, IsString, Length, Matches } from 'class-validator';
import { CURRENCIES } from '../../kernel/index.js';
import { MoneyView, PageOf, PageQuery } from '../../platform/http/index.js';
import { TAX_FILING_STATES } from './tax-filing.lifecycle.js';

const STATE = { enum: TAX_FILING_STATES, enumName: 'TaxFilingState' };
const CURRENCY = { enum: CURRENCIES, enumName: 'Currency' };
const MONTH = /^\d{4}-(0[1-9]|1[0-2])$/;

export class TaxPeriodQuery {
  /** A calendar month in UTC, `2026-03`. */
  @Matches(MONTH)
  period!: string;
}

export class TaxPeriodView {
  @ApiProperty(CURRENCY)
  currency!: string;

  /** Tax that came in with sales and fees. */
  collected!: MoneyView;

  /** Tax that went back with refunds. */
  returned!: MoneyView;

  /** The difference; less than zero when more went back than came in. */
  payable!: MoneyView;

  /** What was paid to authorities for the period. */
  remitted!: MoneyView;
}

export class TaxPeriodList {
  period!: string;
  data!: TaxPeriodView[];
}

export class RecordTaxFilingDto {
  /** A calendar month in UTC whose books are closed. */
  @Matches(MONTH)
  period!: string;

  @ApiProperty(CURRENCY)
  @IsIn([...CURRENCIES])
  currency!: string;

  /** What the authority calls the filing. */
  @IsString()
  @Length(1, 120)
  reference!: string;
}

export class PayTaxDto {
  /** What the bank calls the transfer; each pays one filing. */
  @IsString()
  @Length(1, 120)
  bankReference!: string;
}

export class WithdrawTaxFilingDto {
  @IsString()
  @Length(3, 500)
  reason!: string;
}

export class TaxFilingQuery extends PageQuery {
  @ApiProperty({ ...STATE, required: false })
  @IsOptional()
  @IsIn([...TAX_FILING_STATES])
  state?: string;
}

export class TaxFilingView {
  id!: string;

  @ApiProperty(STATE)
  state!: string;

  period!: string;
  reference!: string;
  collected!: MoneyView;
  returned!: MoneyView;

  /** What is paid: the difference. */
  amount!: MoneyView;

  recordedBy!: string;
  recordedAt!: string;
  paidBy!: string | null;
  paidAt!: string | null;
  bankReference!: string | null;
}

export class TaxFilingPage extends PageOf(TaxFilingView) {}
