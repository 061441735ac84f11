import { ApiProperty } from '@nestjs/swagger';
import { Type } from 'class-transformer';
import {
  ArrayMaxSize,
  ArrayUnique,
  IsArray,
  IsBoolean,
  IsInt,
  IsOptional,
  IsString,
  Length,
  Matches,
  Max,
  Min,
  ValidateNested,
} from 'class-validator';
import { IsWireId, MoneyView } from '../../platform/http/index.js';
import { COUPON_REFUSALS as REFUSALS } from '../coupons/index.js';

export const LARGEST_CART = 100;
export const LARGEST_QUANTITY = 9_999;
const ANY_CODE = /^[A-Za-z0-9][A-Za-z0-9-]{2,39}$/;

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
  /** First lines; sellers may differ, the currency only in a mixed cart. */
  @IsOptional()
  @IsArray()
  @ArrayMaxSize(LARGEST_CART)
  @ArrayUnique((line: CartLineDto) => line.variantId)
  @ValidateNested({ each: true })
  @Type(() => CartLineDto)
  lines?: CartLineDto[];

  /** Whether its lines may be in different currencies. It is paid in one, which the order names. */
  @IsOptional()
  @IsBoolean()
  isMixed?: boolean;
}

export class ChangeLineDto {
  /** How many units from now on. */
  @IsInt()
  @Min(1)
  @Max(LARGEST_QUANTITY)
  quantity!: number;
}

export class CartCouponDto {
  /** What the coupon says; upper or lower case. */
  @ApiProperty({ type: String, pattern: ANY_CODE.source, minLength: 3, maxLength: 40, example: 'SPRING-15' })
  @Matches(ANY_CODE, { message: 'must be 3 to 40 letters, digits and hyphens' })
  code!: string;
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
  /** What the coupon takes off. */
  discount!: MoneyView;
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
  /** What the coupon takes off. */
  discount!: MoneyView;
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
  'coupon_changed',
  'coupon_unavailable',
] as const;

export class DifferenceView {
  /** Absent where it is about the coupon. */
  variantId?: string;
  @ApiProperty({ enum: DIFFERENCE_CODES, enumName: 'CartDifference' })
  code!: string;
  /** Of what a coupon takes off a mixed cart. */
  currency?: string;
  /** Minor units for prices and discounts, units of goods for quantities; absent where there is nothing to compare. */
  was?: number;
  now?: number;
}

export class CartCouponView {
  code!: string;
  /** What it takes off now; absent in a mixed cart. */
  discount?: MoneyView;
  /** The same of a mixed cart, for each currency in which it takes something off. */
  discounts?: MoneyView[];
  /** Why it takes nothing off. */
  @ApiProperty({ enum: REFUSALS, enumName: 'CouponRefusal', required: false })
  refusal?: string;
}

export class CartView {
  @ApiProperty({ type: String, example: 'crt_01hzy3v9qtf5r8m2k4w6x8y0za' })
  id!: string;
  @ApiProperty({ enum: ['open', 'ordered'], enumName: 'CartState' })
  state!: string;
  version!: number;
  /** Null until the first line decides it, and in a mixed cart. */
  currency!: string | null;
  /** Whether its lines may be in different currencies. */
  isMixed!: boolean;
  shares!: CartShareView[];
  /** Null while the cart has no currency; each share has its own. */
  totals!: CartTotalsView | null;
  coupon?: CartCouponView;
  /** Against what the buyer last saw, and against what can be bought. */
  differences!: DifferenceView[];
  /** Present it when ordering, and the order is refused unless it costs exactly this. */
  quoteVersion!: string;
  createdAt!: string;
}
