import { ApiProperty } from '@nestjs/swagger';
import { Type } from 'class-transformer';
import { IsIn, IsOptional, IsString, Length, ValidateNested } from 'class-validator';
import { CURRENCIES } from '../../kernel/index.js';
import { IsInstant, MoneyDto, MoneyView, PageOf, PageQuery } from '../../platform/http/index.js';
import { WRITE_OFF_STATES } from './write-off.lifecycle.js';

const STATE = { enum: WRITE_OFF_STATES, enumName: 'WriteOffState' };

export class DebtView {
  sellerId!: string;

  @ApiProperty({ enum: CURRENCIES, enumName: 'Currency' })
  currency!: string;

  owed!: MoneyView;

  /** Of it, what is at most 7 days old. */
  upTo7Days!: MoneyView;

  /** 8 to 30 days. */
  upTo30Days!: MoneyView;

  /** 31 to 90 days. */
  upTo90Days!: MoneyView;

  over90Days!: MoneyView;

  /** Since when the oldest part is owed. */
  oldestAt!: string;
}

export class DebtPage extends PageOf(DebtView) {}

export class DebtReceiptDto {
  @ValidateNested()
  @Type(() => MoneyDto)
  amount!: MoneyDto;

  /** What the bank calls the transfer; each is recorded once. */
  @IsString()
  @Length(1, 120)
  bankReference!: string;

  /** When it reached the bank account, and from when it counts in the books; now, when absent. Not in the future. */
  @IsOptional()
  @IsInstant()
  receivedAt?: string;
}

export class DebtReceiptView {
  id!: string;
  sellerId!: string;
  amount!: MoneyView;
  bankReference!: string;
  receivedAt!: string;
  /** What is still owed in the currency. */
  owed!: MoneyView;
}

export class ProposeWriteOffDto {
  @ValidateNested()
  @Type(() => MoneyDto)
  amount!: MoneyDto;

  /** For whoever decides. */
  @IsString()
  @Length(3, 500)
  reason!: string;
}

export class WriteOffQuery extends PageQuery {
  @ApiProperty({ ...STATE, required: false })
  @IsOptional()
  @IsIn([...WRITE_OFF_STATES])
  state?: string;
}

export class WriteOffView {
  id!: string;
  sellerId!: string;

  @ApiProperty(STATE)
  state!: string;

  amount!: MoneyView;
  reason!: string;
  proposedBy!: string;
  proposedAt!: string;
  decidedBy!: string | null;
  decidedAt!: string | null;
}

export class WriteOffPage extends PageOf(WriteOffView) {}
