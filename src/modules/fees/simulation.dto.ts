import { ApiProperty } from '@nestjs/swagger';
import { Type } from 'class-transformer';
import {
  ArrayMaxSize,
  ArrayMinSize,
  IsArray,
  IsIn,
  IsInt,
  IsOptional,
  Max,
  Min,
  ValidateNested,
} from 'class-validator';
import { CURRENCIES } from '../../kernel/index.js';
import { IsInstant, IsWireId, MoneyView } from '../../platform/http/index.js';
import { COMPONENTS, MISMATCHES } from './fee-rule.domain.js';
import { FeeSheetView, LineFeesView } from './fee-sheets.dto.js';
import { TIERS } from './fee-rules.dto.js';

const MAX_AMOUNT = 1_000_000_000_000;

/** A line that nobody has bought yet; amounts in minor units. */
export class SimulatedLineDto {
  @IsWireId('cat')
  categoryId!: string;

  @IsInt()
  @Min(1)
  @Max(9_999)
  quantity!: number;

  @IsInt()
  @Min(0)
  @Max(MAX_AMOUNT / 10_000)
  unitPrice!: number;

  /** Of all units. */
  @IsOptional()
  @IsInt()
  @Min(0)
  @Max(MAX_AMOUNT)
  shipping?: number;

  /** The part of a discount that the seller pays; at most what the goods cost. */
  @IsOptional()
  @IsInt()
  @Min(0)
  @Max(MAX_AMOUNT)
  sellerDiscount?: number;

  /** The part of a discount that the platform pays; at most what the goods cost. */
  @IsOptional()
  @IsInt()
  @Min(0)
  @Max(MAX_AMOUNT)
  platformDiscount?: number;
}

export class SimulationDto {
  @IsWireId('sel')
  sellerId!: string;

  /** As if the seller had this tier. */
  @ApiProperty({ enum: TIERS, enumName: 'FeeTier', required: false })
  @IsOptional()
  @IsIn([...TIERS])
  tier?: string;

  @ApiProperty({ enum: CURRENCIES, enumName: 'Currency', example: 'USD' })
  @IsIn([...CURRENCIES])
  currency!: string;

  /** By the rules of that instant; now, when absent. */
  @IsOptional()
  @IsInstant()
  at?: string;

  /** What one order would hold of the seller. */
  @IsArray()
  @ArrayMinSize(1)
  @ArrayMaxSize(20)
  @ValidateNested({ each: true })
  @Type(() => SimulatedLineDto)
  lines!: SimulatedLineDto[];
}

/** A rule that was weighed for a line. */
export class CandidateView {
  ruleId!: string;
  /** The number of the rule. */
  rule!: number;
  /** Why it does not charge; absent for the one that does. */
  @ApiProperty({ enum: MISMATCHES, enumName: 'FeeRuleMismatch', required: false })
  mismatch?: string;
}

export class WeighedComponentView {
  @ApiProperty({ enum: COMPONENTS, enumName: 'FeeComponent' })
  component!: string;
  /** The number of the rule that charges; absent: nothing is charged. */
  rule?: number;
  candidates!: CandidateView[];
}

/** What putting a listing of the line's category on sale would cost. */
export class SimulatedListingFeeView {
  fee!: MoneyView;
  tax!: MoneyView;
  /** The number of the rule. */
  rule!: number;
}

export class SimulatedLineView {
  /** On the goods, added on top. */
  tax!: MoneyView;
  fees!: LineFeesView;
  /** What would reach the seller's balance. */
  sellerNet!: MoneyView;
  /** The rules by their numbers. */
  ruleVersion!: string;
  /** Not part of a sale: charged once, when the listing goes on sale. */
  listingFee?: SimulatedListingFeeView;
  /** Every component, the rule that charges it and the others. */
  components!: WeighedComponentView[];
}

export class SimulationView {
  at!: string;
  lines!: SimulatedLineView[];
  /** How each component was charged. */
  sheets!: FeeSheetView[];
}
