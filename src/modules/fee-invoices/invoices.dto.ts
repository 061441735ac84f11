import { ApiProperty } from '@nestjs/swagger';
import { IsIn, IsOptional } from 'class-validator';
import { CURRENCIES } from '../../kernel/index.js';
import { MoneyView, PageOf, PageQuery } from '../../platform/http/index.js';
import { PartyView } from './party.dto.js';
import { INVOICE_KINDS, type InvoiceKind } from './fee-invoices.repository.js';

const KIND = { enum: INVOICE_KINDS, enumName: 'FeeInvoiceKind' };

export class FeeInvoiceQuery extends PageQuery {
  /** Only documents of this kind. */
  @ApiProperty({ ...KIND, required: false })
  @IsOptional()
  @IsIn([...INVOICE_KINDS])
  kind?: InvoiceKind;
}

export class FeeInvoiceView {
  id!: string;

  /** `invoice` of fees charged, `credit_note` of fees given back with refunds. */
  @ApiProperty(KIND)
  kind!: InvoiceKind;

  /** Counts the platform's documents of the kind within the year of their issue, without a gap: `INV-2026-000001`. */
  number!: string;

  sellerId!: string;

  /** The calendar month in UTC. */
  period!: string;

  @ApiProperty({ enum: CURRENCIES, enumName: 'Currency' })
  currency!: string;

  /** Fees without tax. */
  net!: MoneyView;

  /** The tax on them. */
  tax!: MoneyView;

  gross!: MoneyView;

  /** Hash of the document with the number before; null for the first of the year. */
  previousHash!: string | null;

  /** SHA-256 of the document as CSV, in hexadecimal digits. */
  hash!: string;

  issuedAt!: string;
}

export class FeeInvoicePage extends PageOf(FeeInvoiceView) {}

export class FeeInvoiceItemView {
  /** commission, fixed_fee, payment_fee, listing_fee, … */
  component!: string;

  /** Basis points of what was sold; null for a fixed amount, or several rates. */
  rateBps!: number | null;

  /** Basis points of the fee. */
  taxRateBps!: number | null;

  net!: MoneyView;

  tax!: MoneyView;
}

export class FeeInvoiceDetailView extends FeeInvoiceView {
  issuedTo!: PartyView;

  items!: FeeInvoiceItemView[];
}
