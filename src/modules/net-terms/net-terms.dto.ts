import { ApiProperty } from '@nestjs/swagger';
import { IsString, Length } from 'class-validator';
import { MoneyView } from '../../platform/http/index.js';
import { invoiceWriteOffLifecycle } from './invoice.lifecycle.js';

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
