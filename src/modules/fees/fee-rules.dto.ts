import { ApiProperty } from '@nestjs/swagger';
import { Type } from 'class-transformer';
import {
  ArrayMaxSize,
  ArrayUnique,
  IsArray,
  IsBoolean,
  IsIn,
  IsInt,
  IsOptional,
  Max,
  Min,
  ValidateNested,
} from 'class-validator';
import { CURRENCIES } from '../../kernel/index.js';
import { IsInstant, IsWireId, PageOf, PageQuery } from '../../platform/http/index.js';
import { COMPONENTS } from './fee-rule.domain.js';

export const TIERS = ['T0', 'T1', 'T2', 'T3'] as const;
const MAX_AMOUNT = 1_000_000_000_000;
const COMPONENT = { enum: COMPONENTS, enumName: 'FeeComponent' };
const TIER = { enum: TIERS, enumName: 'FeeTier', required: false };

export class RuleAmountsDto {
  /** ISO 4217 code. */
  @ApiProperty({ enum: CURRENCIES, enumName: 'Currency', example: 'USD' })
  @IsIn([...CURRENCIES])
  currency!: string;

  /** Of one unit sold, or of one listing, in minor units; only of fixed fees and listing fees. */
  @IsOptional()
  @IsInt()
  @Min(0)
  @Max(MAX_AMOUNT)
  amount?: number;

  /** The least that a rate comes to, in minor units. */
  @IsOptional()
  @IsInt()
  @Min(0)
  @Max(MAX_AMOUNT)
  floor?: number;

  /** The most that a rate comes to, in minor units. */
  @IsOptional()
  @IsInt()
  @Min(0)
  @Max(MAX_AMOUNT)
  cap?: number;
}

/** What a rule charges and how long. */
export class FeeRuleTermsDto {
  /** Of the goods (commission) or of what the buyer pays (payment fee), in basis points. */
  @IsOptional()
  @IsInt()
  @Min(0)
  @Max(10_000)
  bps?: number;

  /** The tax on the fee, in basis points of the fee; none, when absent. */
  @IsOptional()
  @IsInt()
  @Min(0)
  @Max(10_000)
  taxBps?: number;

  /** Fixed amounts, floors and caps, one entry for each currency. */
  @IsOptional()
  @IsArray()
  @ArrayMaxSize(CURRENCIES.length)
  @ArrayUnique((each: RuleAmountsDto) => each.currency)
  @ValidateNested({ each: true })
  @Type(() => RuleAmountsDto)
  amounts?: RuleAmountsDto[];

  /** Whether the platform keeps the fee when the goods are refunded; it goes back to the seller, when absent. */
  @IsOptional()
  @IsBoolean()
  isKept?: boolean;

  /** From when on it charges; now, when absent. Never in the past. */
  @IsOptional()
  @IsInstant()
  validFrom?: string;

  /** Until when, exclusive; until it is ended or replaced, when absent. */
  @IsOptional()
  @IsInstant()
  validUntil?: string;
}

/** The most specific rule charges: one that names the seller, then the nearest category, then the tier. */
export class CreateFeeRuleDto extends FeeRuleTermsDto {
  @ApiProperty(COMPONENT)
  @IsIn([...COMPONENTS])
  component!: (typeof COMPONENTS)[number];

  @IsOptional()
  @IsWireId('sel')
  sellerId?: string;

  /** The category and everything below it. */
  @IsOptional()
  @IsWireId('cat')
  categoryId?: string;

  /** Sellers of that tier. */
  @ApiProperty(TIER)
  @IsOptional()
  @IsIn([...TIERS])
  tier?: string;
}

export class EndFeeRuleDto {
  /** When it stops charging; now, when absent. Never in the past. */
  @IsOptional()
  @IsInstant()
  at?: string;
}

export class FeeRuleQuery extends PageQuery {
  @ApiProperty({ ...COMPONENT, required: false })
  @IsOptional()
  @IsIn([...COMPONENTS])
  component?: string;

  /** Only rules in force at the instant. */
  @IsOptional()
  @IsInstant()
  inForceAt?: string;
}

export class RuleAmountsView {
  @ApiProperty({ enum: CURRENCIES, enumName: 'Currency', example: 'USD' })
  currency!: string;
  amount?: number;
  floor?: number;
  cap?: number;
}

export class FeeRuleView {
  @ApiProperty({ type: String, example: 'rul_01hzy3v9qtf5r8m2k4w6x8y0za' })
  id!: string;
  /** What an order line names as a rule it was charged by; unique over all rules. */
  number!: number;
  @ApiProperty(COMPONENT)
  component!: string;
  sellerId?: string;
  categoryId?: string;
  @ApiProperty(TIER)
  tier?: string;
  bps?: number;
  taxBps!: number;
  amounts!: RuleAmountsView[];
  /** Whether the platform keeps the fee when the goods are refunded. */
  isKept!: boolean;
  validFrom!: string;
  validUntil?: string;
  /** The rule that this one took over from. */
  replaces?: string;
  /** Grows when the rule is ended or replaced; what it charges never changes. */
  version!: number;
  createdAt!: string;
}

export class FeeRulePage extends PageOf(FeeRuleView) {}
