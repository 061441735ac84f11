import { ApiProperty } from '@nestjs/swagger';
import { Type } from 'class-transformer';
import {
  ArrayMaxSize,
  ArrayUnique,
  IsArray,
  IsInt,
  IsOptional,
  IsString,
  Length,
  Max,
  Min,
  ValidateNested,
} from 'class-validator';
import { IsWireId, MoneyView } from '../../platform/http/index.js';

export const LARGEST_CART = 100;
export const LARGEST_QUANTITY = 9_999;

export class CartLineDto {
  /** The variant of a listing. */
  @IsWireId('var')
  variantId!: string;

  /** How many units. */
  @IsInt()
  @Min(1)
  @Max(LARGEST_QUANTITY)
  quantity!: number;
}

export class OpenCartDto {
  /** First lines; sellers may differ, the currency may not. */
  @IsOptional()
  @IsArray()
  @ArrayMaxSize(LARGEST_CART)
  @ArrayUnique((line: CartLineDto) => line.variantId)
  @ValidateNested({ each: true })
  @Type(() => CartLineDto)
  lines?: CartLineDto[];
}

export class ChangeLineDto {
  /** How many units from now on. */
  @IsInt()
  @Min(1)
  @Max(LARGEST_QUANTITY)
  quantity!: number;
}

export class AcceptQuoteDto {
  /** `quoteVersion` of the cart as the buyer saw it. */
  @IsString()
  @Length(22, 22)
  quoteVersion!: string;
}

export class CartTotalsView {
  item!: MoneyView;
  tax!: MoneyView;
  shipping!: MoneyView;
  /** What the buyer will pay. */
  total!: MoneyView;
}

export class CartLineView {
  @ApiProperty({ type: String, example: 'var_01hzy3v9qtf5r8m2k4w6x8y0za' })
  variantId!: string;
  listingId!: string;
  title!: string;
  sku!: string | null;
  quantity!: number;
  /** At this quantity. */
  unitPrice!: MoneyView;
  item!: MoneyView;
  tax!: MoneyView;
  shipping!: MoneyView;
  total!: MoneyView;
}

/** What one seller will fill. */
export class CartShareView {
  sellerId!: string;
  lines!: CartLineView[];
  totals!: CartTotalsView;
}

export const DIFFERENCE_CODES = [
  'price_changed',
  'shipping_changed',
  'unavailable',
  'quantity_above_stock',
  'below_minimum_quantity',
] as const;

export class DifferenceView {
  variantId!: string;
  @ApiProperty({ enum: DIFFERENCE_CODES, enumName: 'CartDifference' })
  code!: string;
  /** Minor units for prices, units of goods for quantities; absent where there is nothing to compare. */
  was?: number;
  now?: number;
}

export class CartView {
  @ApiProperty({ type: String, example: 'crt_01hzy3v9qtf5r8m2k4w6x8y0za' })
  id!: string;
  @ApiProperty({ enum: ['open', 'ordered'], enumName: 'CartState' })
  state!: string;
  version!: number;
  /** Null until the first line decides it. */
  currency!: string | null;
  shares!: CartShareView[];
  /** Null while the cart has no currency. */
  totals!: CartTotalsView | null;
  /** Against what the buyer last saw, and against what can be bought. */
  differences!: DifferenceView[];
  /** Present it when ordering, and the order is refused unless it costs exactly this. */
  quoteVersion!: string;
  createdAt!: string;
}
