import { ApiProperty } from '@nestjs/swagger';
import { IsBoolean, IsOptional, IsString, Length, Matches } from 'class-validator';
import { IsInstant, PageOf } from '../../platform/http/index.js';

export class SetChargebackTaxRuleDto {
  /** Where a sale is shipped to, ISO 3166-1 alpha-2; `*` for all countries that have no rule of their own. */
  @ApiProperty({ type: String, pattern: '^([A-Z]{2}|[*])$', minLength: 1, maxLength: 2, example: 'DE' })
  @IsString()
  @Matches(/^([A-Z]{2}|[*])$/)
  country!: string;

  /** Whether the tax on the sale is owed no longer once a chargeback is lost; otherwise the platform bears it. */
  @IsBoolean()
  isCorrected!: boolean;

  /** The law that says so. */
  @IsString()
  @Length(1, 500)
  basis!: string;

  /** From when on; now, when absent. Never in the past. */
  @IsOptional()
  @IsInstant()
  effectiveFrom?: string;
}

export class ChargebackTaxRuleView {
  country!: string;

  /** Of the country. */
  version!: number;

  isCorrected!: boolean;
  basis!: string;
  effectiveFrom!: string;

  /** Of the country's versions that have begun, the highest. */
  isInForce!: boolean;

  /** Who set it; null for what the marketplace begins with. */
  createdBy!: string | null;

  createdAt!: string;
}

export class ChargebackTaxRulePage extends PageOf(ChargebackTaxRuleView) {}
