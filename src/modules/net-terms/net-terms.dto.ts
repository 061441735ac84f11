import { ApiProperty } from '@nestjs/swagger';
import { Type } from 'class-transformer';
import { IsString, Length, ValidateNested } from 'class-validator';
import { MoneyDto, MoneyView } from '../../platform/http/index.js';
import { invoiceWriteOffLifecycle } from './invoice.lifecycle.js';

export class CreditPayoutDto {
  @ValidateNested()
  @Type(() => MoneyDto)
  amount!: MoneyDto;
}

export class CreditPayoutView {
  companyId!: string;
  amount!: MoneyView;
  /** What the company still has in credit. */
  left!: MoneyView;
}

export class InvoiceWriteOffDto {
  /** For whoever decides. */
  @IsString()
  @Length(3, 500)
  reason!: string;
}

export class InvoiceWriteOffView {
  id!: string;
  invoiceId!: string;

  @ApiProperty({ enum: invoiceWriteOffLifecycle.states, enumName: 'InvoiceWriteOffState' })
  state!: string;

  /** What was open when it was approved. */
  amount!: MoneyView | null;
  reason!: string;
  proposedBy!: string;
  decidedBy!: string | null;
}
