import { ApiProperty } from '@nestjs/swagger';
import { Type } from 'class-transformer';
import {
  ArrayMaxSize,
  ArrayUnique,
  IsArray,
  IsIn,
  IsInt,
  IsOptional,
  Matches,
  Max,
  Min,
  ValidateNested,
} from 'class-validator';
import { CURRENCIES } from '../../kernel/index.js';
import { IsInstant, IsWireId, PageOf } from '../../platform/http/index.js';

const MAX_AMOUNT = 1_000_000_000_000;
const MAX_USES = 1_000_000_000;
export const CODE = /^[A-Z0-9][A-Z0-9-]{2,39}$/;

export class CouponAmountsDto {
  /** ISO 4217 code. */
  @ApiProperty({ enum: CURRENCIES, enumName: 'Currency', example: 'USD' })
  @IsIn([...CURRENCIES])
  currency!: string;

  /** What is taken off, in minor units; only where there is no percentage. */
  @IsOptional()
  @IsInt()
  @Min(1)
  @Max(MAX_AMOUNT)
  off?: number;

  /** What the goods have to cost at least, in minor units. */
  @IsOptional()
  @IsInt()
  @Min(0)
  @Max(MAX_AMOUNT)
  minimum?: number;

  /** The most that the percentage takes off, in minor units. */
  @IsOptional()
  @IsInt()
  @Min(1)
  @Max(MAX_AMOUNT)
  most?: number;
}

export class CreateSellerCouponDto {
  /** What buyers type; upper case letters, digits and hyphens. */
  @ApiProperty({ type: String, pattern: CODE.source, minLength: 3, maxLength: 40, example: 'SPRING-15' })
  @Matches(CODE, { message: 'must be 3 to 40 upper case letters, digits and hyphens' })
  code!: string;

  /** In basis points of the goods; or amounts in `amounts`, never both. */
  @IsOptional()
  @IsInt()
  @Min(1)
  @Max(10_000)
  percentBps?: number;

  /** One entry for each currency; a percentage without any is good in all. */
  @IsOptional()
  @IsArray()
  @ArrayMaxSize(CURRENCIES.length)
  @ArrayUnique((each: CouponAmountsDto) => each.currency)
  @ValidateNested({ each: true })
  @Type(() => CouponAmountsDto)
  amounts?: CouponAmountsDto[];

  /** Now, when absent. */
  @IsOptional()
  @IsInstant()
  startsAt?: string;

  /** Exclusive; until it is ended, when absent. */
  @IsOptional()
  @IsInstant()
  endsAt?: string;

  /** How many orders may use it. */
  @IsOptional()
  @IsInt()
  @Min(1)
  @Max(MAX_USES)
  totalLimit?: number;

  /** How many orders of one buyer may use it. */
  @IsOptional()
  @IsInt()
  @Min(1)
  @Max(MAX_USES)
  buyerLimit?: number;
}

export class CreateCouponDto extends CreateSellerCouponDto {
  /** Only goods of this seller; of every seller, when absent. */
  @IsOptional()
  @IsWireId('sel')
  sellerId?: string;

  /** The share of the discount that the platform pays, in basis points; all of it, when absent. The sellers pay the rest. */
  @IsOptional()
  @IsInt()
  @Min(0)
  @Max(10_000)
  platformBps?: number;
}

export class CouponAmountsView {
  @ApiProperty({ enum: CURRENCIES, enumName: 'Currency', example: 'USD' })
  currency!: string;
  off?: number;
  minimum?: number;
  most?: number;
}

export class CouponView {
  @ApiProperty({ type: String, example: 'cpn_01hzy3v9qtf5r8m2k4w6x8y0za' })
  id!: string;
  code!: string;
  /** Who made it. */
  @ApiProperty({ enum: ['platform', 'seller'], enumName: 'CouponOwner' })
  owner!: string;
  sellerId?: string;
  /** The share of the discount that the platform pays; the sellers of the goods pay the rest. */
  platformBps!: number;
  percentBps?: number;
  amounts!: CouponAmountsView[];
  startsAt!: string;
  endsAt?: string;
  totalLimit?: number;
  buyerLimit?: number;
  /** How many orders have used it, without those that were never paid. */
  redeemed!: number;
  version!: number;
  createdAt!: string;
}

export class CouponPage extends PageOf(CouponView) {}
