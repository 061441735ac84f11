import { ApiProperty } from '@nestjs/swagger';
import { Type } from 'class-transformer';
import { IsIn, IsInt, IsString, Length, Matches, Max, Min, ValidateNested } from 'class-validator';
import { IsInstant, MoneyDto, MoneyView, PageOf } from '../../platform/http/index.js';
import type { LabelService } from './label-carrier.js';
import { CARRIER_INVOICE_STATES, LABEL_STATES } from './label.lifecycle.js';

const SERVICE = { enum: ['standard', 'express'], enumName: 'LabelService' };
const CARRIER = /^[a-z0-9-]{2,40}$/;

export class RequestLabelDto {
  @ApiProperty({ example: 'sandbox-post' })
  @Matches(CARRIER)
  carrier!: string;

  @ApiProperty(SERVICE)
  @IsIn(['standard', 'express'])
  service!: LabelService;

  /** Of the parcel with its wrapping. */
  @IsInt()
  @Min(1)
  @Max(1_000_000)
  weightGrams!: number;
}

export class LabelView {
  id!: string;
  sellerOrderId!: string;

  /** `requested` until the carrier has answered. */
  @ApiProperty({ enum: LABEL_STATES, enumName: 'LabelState' })
  state!: string;

  carrier!: string;

  @ApiProperty(SERVICE)
  service!: string;

  weightGrams!: number;

  /** ISO 3166-1 alpha-2. */
  fromCountry!: string;
  toCountry!: string;

  /** What the platform pays for it; null until it is bought. */
  cost!: MoneyView | null;

  /** What to ship with; null until it is bought. */
  trackingNumber!: string | null;

  /** Why the carrier does not sell it, as a stable code. */
  refusal!: string | null;

  requestedAt!: string;
  boughtAt!: string | null;
}

export class LabelList {
  data!: LabelView[];
}

export class RecordCarrierInvoiceDto {
  @Matches(CARRIER)
  carrier!: string;

  /** What the carrier calls it; each is recorded once. */
  @IsString()
  @Length(1, 120)
  number!: string;

  /** It is for the labels that were bought before, as far as they are on no invoice yet. */
  @IsInstant()
  until!: string;

  /** Has to be what these labels cost. */
  @ValidateNested()
  @Type(() => MoneyDto)
  total!: MoneyDto;
}

export class PayCarrierDto {
  /** What the bank calls the transfer; each pays one invoice. */
  @IsString()
  @Length(1, 120)
  bankReference!: string;
}

export class CarrierInvoiceView {
  id!: string;

  @ApiProperty({ enum: CARRIER_INVOICE_STATES, enumName: 'CarrierInvoiceState' })
  state!: string;

  carrier!: string;
  number!: string;
  total!: MoneyView;

  /** How many it is for. */
  labels!: number;

  recordedBy!: string;
  recordedAt!: string;
  paidBy!: string | null;
  paidAt!: string | null;
  bankReference!: string | null;
}

export class CarrierInvoicePage extends PageOf(CarrierInvoiceView) {}
