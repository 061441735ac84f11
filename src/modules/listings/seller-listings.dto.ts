import { Type } from 'class-transformer';
import {
  ArrayMaxSize,
  ArrayMinSize,
  IsArray,
  IsIn,
  IsInt,
  IsObject,
  IsOptional,
  IsString,
  Length,
  Matches,
  Max,
  Min,
  ValidateNested,
} from 'class-validator';
import { IsWireId, MoneyDto, PageQuery } from '../../platform/http/index.js';
import { CONDITIONS, type Condition } from './listing.domain.js';
import { listingLifecycle, type ListingState } from './listing.lifecycle.js';

const MOST_UNITS = 1_000_000;

export class MediumDto {
  /** An https address at a public host name. It is shown, never fetched. */
  @IsString()
  @Length(10, 2000)
  url!: string;

  @IsOptional()
  @IsString()
  @Length(1, 300)
  alt?: string;
}

export class TierDto {
  @IsInt()
  @Min(2)
  @Max(MOST_UNITS)
  minQuantity!: number;

  @ValidateNested()
  @Type(() => MoneyDto)
  unitPrice!: MoneyDto;
}

export class VariantDto {
  /** Of an existing variant of this listing, to change it; its stock stays. A SKU the listing has means the same. */
  @IsOptional()
  @IsWireId('var')
  id?: string;

  /** Unique among the seller's live variants. */
  @IsString()
  @Length(1, 64)
  @Matches(/^[\p{L}\p{N}][\p{L}\p{N} ._/+-]*$/u)
  sku!: string;

  /** Up to 5 names with texts: `{"Colour": "red"}`. */
  @IsOptional()
  @IsObject()
  options?: Record<string, string>;

  /** For one unit, in the seller's settlement currency. */
  @ValidateNested()
  @Type(() => MoneyDto)
  price!: MoneyDto;

  /** Lower unit prices for larger quantities, ascending. */
  @IsOptional()
  @IsArray()
  @ArrayMaxSize(10)
  @ValidateNested({ each: true })
  @Type(() => TierDto)
  tiers?: TierDto[];

  @IsOptional()
  @IsInt()
  @Min(1)
  @Max(MOST_UNITS)
  minimumOrderQuantity?: number;

  /** For one unit; free when absent. */
  @IsOptional()
  @ValidateNested()
  @Type(() => MoneyDto)
  shippingFee?: MoneyDto;
}

export class CreateListingDto {
  @IsString()
  @Length(3, 160)
  title!: string;

  @IsString()
  @Length(1, 10_000)
  description!: string;

  @IsWireId('cat')
  categoryId!: string;

  /** As the schema of the category demands. */
  @IsOptional()
  @IsObject()
  attributes?: Record<string, unknown>;

  @IsOptional()
  @IsWireId('brd')
  brandId?: string;

  /** The maker's name of the model. */
  @IsOptional()
  @IsString()
  @Length(1, 80)
  model?: string;

  @IsIn([...CONDITIONS])
  condition!: Condition;

  @IsOptional()
  @IsArray()
  @ArrayMaxSize(12)
  @ValidateNested({ each: true })
  @Type(() => MediumDto)
  media?: MediumDto[];

  @IsArray()
  @ArrayMinSize(1)
  @ArrayMaxSize(100)
  @ValidateNested({ each: true })
  @Type(() => VariantDto)
  variants!: VariantDto[];
}

/** What is absent stays. */
export class EditListingDto {
  @IsOptional()
  @IsString()
  @Length(3, 160)
  title?: string;

  @IsOptional()
  @IsString()
  @Length(1, 10_000)
  description?: string;

  @IsOptional()
  @IsWireId('cat')
  categoryId?: string;

  @IsOptional()
  @IsObject()
  attributes?: Record<string, unknown>;

  /** Null: no brand. */
  @IsOptional()
  @IsWireId('brd')
  brandId?: string | null;

  /** Null: no model. */
  @IsOptional()
  @IsString()
  @Length(1, 80)
  model?: string | null;

  @IsOptional()
  @IsIn([...CONDITIONS])
  condition?: Condition;

  @IsOptional()
  @IsArray()
  @ArrayMaxSize(12)
  @ValidateNested({ each: true })
  @Type(() => MediumDto)
  media?: MediumDto[];

  /** All variants that the listing shall have; the others are retired. */
  @IsOptional()
  @IsArray()
  @ArrayMinSize(1)
  @ArrayMaxSize(100)
  @ValidateNested({ each: true })
  @Type(() => VariantDto)
  variants?: VariantDto[];
}

export class SellerListingsQuery extends PageQuery {
  @IsOptional()
  @IsIn([...listingLifecycle.states])
  state?: ListingState;

  /** Of one of its variants. */
  @IsOptional()
  @IsString()
  @Length(1, 64)
  sku?: string;
}
