import { ApiProperty } from '@nestjs/swagger';
import { IsIn, IsInt, IsOptional, Matches, Max, Min } from 'class-validator';
import { IsInstant, PageOf } from '../../platform/http/index.js';

const SCOPES = ['default', 'category', 'seller'] as const;
const BENEFICIARIES = ['seller', 'platform'] as const;
const SCOPE_ID = /^(?:cat|sel)_[0-7][0-9a-hjkmnp-tv-z]{25}$/;

export class AddSaleTermsDto {
  /** The most specific terms win: seller, then category, then default. */
  @ApiProperty({ enum: SCOPES, enumName: 'TermsScope' })
  @IsIn([...SCOPES])
  scope!: (typeof SCOPES)[number];

  /** The category or the seller; absent for the default. */
  @ApiProperty({ type: String, pattern: SCOPE_ID.source, minLength: 30, maxLength: 30, required: false })
  @IsOptional()
  @Matches(SCOPE_ID)
  scopeId?: string;

  /** Put on top of what the goods cost, in basis points. */
  @IsInt()
  @Min(0)
  @Max(10_000)
  taxBps!: number;

  /** Who keeps the shipping money; a category cannot say it, the default has to. */
  @ApiProperty({ enum: BENEFICIARIES, enumName: 'ShippingBeneficiary', required: false })
  @IsOptional()
  @IsIn([...BENEFICIARIES])
  shippingTo?: (typeof BENEFICIARIES)[number];

  /** From when on it prices orders; now, when absent. Never in the past. */
  @IsOptional()
  @IsInstant()
  effectiveAt?: string;
}

export class SaleTermsView {
  @ApiProperty({ type: String, example: 'rul_01hzy3v9qtf5r8m2k4w6x8y0za' })
  id!: string;
  /** What an order line names as the terms it was priced by. */
  version!: number;
  @ApiProperty({ enum: SCOPES, enumName: 'TermsScope' })
  scope!: string;
  scopeId?: string;
  taxBps!: number;
  @ApiProperty({ enum: BENEFICIARIES, enumName: 'ShippingBeneficiary', required: false })
  shippingTo?: string;
  effectiveAt!: string;
  createdAt!: string;
}

export class SaleTermsPage extends PageOf(SaleTermsView) {}
