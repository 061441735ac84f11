import { ApiProperty } from '@nestjs/swagger';
import { Type } from 'class-transformer';
import { IsIn, IsISO8601, IsOptional, IsString, Length, Matches, ValidateNested } from 'class-validator';
import { IsWireId, MoneyDto, MoneyView, PageOf, PageQuery } from '../../platform/http/index.js';

const DAY = /^(?:19|20|21)\d{2}-\d{2}-\d{2}$/;

export class BankReceiptDto {
  @ValidateNested()
  @Type(() => MoneyDto)
  amount!: MoneyDto;

  /** The day that the bank counts it from, and the books too. Not in the future. */
  @ApiProperty({
    type: String,
    format: 'date',
    pattern: DAY.source,
    minLength: 10,
    maxLength: 10,
    example: '2026-01-31',
  })
  @Matches(DAY, { message: 'must be a day like 2026-01-31' })
  @IsISO8601({ strict: true }, { message: 'must be a day that exists' })
  valueOn!: string;

  /** What the payer wrote; the numbers of invoices in it are paid, in that order. */
  @ApiProperty({ type: String, maxLength: 500, example: 'INV-SOUK-00000042' })
  @IsString()
  @Length(0, 500)
  remittance!: string;

  /** What the bank calls the line of its statement; each is recorded once. */
  @IsString()
  @Length(1, 120)
  externalLineId!: string;
}

export class ApplyReceiptDto {
  @IsWireId('inv')
  invoiceId!: string;

  /** As much as there is and is open, when absent. */
  @IsOptional()
  @ValidateNested()
  @Type(() => MoneyDto)
  amount?: MoneyDto;
}

export class ReturnReceiptDto {
  /** All that is left, when absent. */
  @IsOptional()
  @ValidateNested()
  @Type(() => MoneyDto)
  amount?: MoneyDto;

  @IsString()
  @Length(3, 500)
  reason!: string;
}

export class BankReceiptQuery extends PageQuery {
  /** `true`: only those of which something is left. */
  @ApiProperty({ type: String, enum: ['true', 'false'], required: false })
  @IsOptional()
  @IsIn(['true', 'false'])
  unapplied?: string;
}

export class ReceiptApplicationView {
  invoiceId!: string;
  amount!: MoneyView;
  appliedAt!: string;
}

export class BankReceiptView {
  @ApiProperty({ type: String, example: 'brc_01hzy3v9qtf5r8m2k4w6x8y0za' })
  id!: string;
  externalLineId!: string;
  amount!: MoneyView;
  /** Pays invoices. */
  applied!: MoneyView;
  /** Went back to the payer. */
  returned!: MoneyView;
  /** Waits to be placed. */
  unapplied!: MoneyView;
  valueOn!: string;
  remittance!: string;
  recordedAt!: string;
  applications!: ReceiptApplicationView[];
}

export class BankReceiptPage extends PageOf(BankReceiptView) {}
