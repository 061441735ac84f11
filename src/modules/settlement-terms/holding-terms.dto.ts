import { ApiProperty } from '@nestjs/swagger';
import { IsIn, IsInt, IsOptional, IsString, Length, Matches, Max, Min } from 'class-validator';
import { IsWireId, PageOf } from '../../platform/http/index.js';
import { HOLD_KINDS, type HoldKind } from './category-holds.repository.js';

const KIND = { enum: HOLD_KINDS, enumName: 'CategoryHoldKind' };

export class SetCategoryHoldDto {
  /** The category and everything below it. */
  @IsWireId('cat')
  categoryId!: string;

  /** Why its goods are held longer; an earning names it as the reason. */
  @ApiProperty(KIND)
  @IsIn([...HOLD_KINDS])
  kind!: HoldKind;

  /** From delivery; the longer of this and the tier's. */
  @IsInt()
  @Min(0)
  @Max(90)
  holdDays!: number;

  /** Basis points that stay in reserve on top of the tier's. */
  @IsOptional()
  @IsInt()
  @Min(0)
  @Max(10_000)
  extraReserveBps?: number;

  /** The longer of this and the tier's. */
  @IsOptional()
  @IsInt()
  @Min(0)
  @Max(365)
  reserveDays?: number;

  /** How long a parcel of the category may travel; as long as any other, when absent. */
  @IsOptional()
  @IsInt()
  @Min(1)
  @Max(180)
  maxTransitDays?: number;
}

export class CategoryHoldView {
  @ApiProperty({ type: String, example: 'cth_01hzy3v9qtf5r8m2k4w6x8y0za' })
  id!: string;

  categoryId!: string;

  @ApiProperty(KIND)
  kind!: HoldKind;

  holdDays!: number;

  extraReserveBps!: number;

  reserveDays!: number;

  maxTransitDays!: number | null;

  /** Since when it is in force. */
  createdAt!: string;

  endedAt!: string | null;
}

export class CategoryHoldPage extends PageOf(CategoryHoldView) {}

export class SetLegalCapDto {
  /** Where the seller sits, ISO 3166-1 alpha-2; `*` for all countries that have no cap of their own. */
  @ApiProperty({ type: String, pattern: '^([A-Z]{2}|[*])$', minLength: 1, maxLength: 2, example: 'TH' })
  @IsString()
  @Matches(/^([A-Z]{2}|[*])$/)
  country!: string;

  /** Nothing is held longer after delivery. */
  @IsInt()
  @Min(1)
  @Max(90)
  capDays!: number;

  /** No part of a sale is kept as a reserve for longer after its delivery; 180 when absent. */
  @IsOptional()
  @IsInt()
  @Min(1)
  @Max(730)
  reserveCapDays?: number;

  /** The law that says so. */
  @IsString()
  @Length(1, 500)
  basis!: string;
}

export class LegalCapView {
  country!: string;

  /** Of the country; the highest is in force. */
  version!: number;

  capDays!: number;

  reserveCapDays!: number;

  basis!: string;

  createdAt!: string;
}

export class LegalCapPage extends PageOf(LegalCapView) {}

export class SetTransitTermsDto {
  /** How long a parcel may travel where its category does not say more. */
  @IsInt()
  @Min(1)
  @Max(180)
  maxTransitDays!: number;

  /** What is waited after the latest arrival before the delivery is taken for granted. */
  @IsInt()
  @Min(0)
  @Max(60)
  domesticGraceDays!: number;

  /** The same where the parcel crosses a border. */
  @IsInt()
  @Min(0)
  @Max(60)
  crossBorderGraceDays!: number;
}

export class TransitTermsView {
  /** The highest is in force. */
  version!: number;

  maxTransitDays!: number;

  domesticGraceDays!: number;

  crossBorderGraceDays!: number;

  createdAt!: string;
}

export class TransitTermsPage extends PageOf(TransitTermsView) {}
