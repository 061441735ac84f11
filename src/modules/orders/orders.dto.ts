import { ApiProperty } from '@nestjs/swagger';
import { Type } from 'class-transformer';
import {
  ArrayMaxSize,
  ArrayUnique,
  IsArray,
  IsBoolean,
  IsEmail,
  IsIn,
  IsOptional,
  IsString,
  Length,
  Matches,
  MaxLength,
  ValidateNested,
} from 'class-validator';
import { CURRENCIES } from '../../kernel/index.js';
import { ActionView, IsInstant, IsWireId, MoneyView, PageOf, PageQuery } from '../../platform/http/index.js';
import { PAYMENT_METHODS, type PaymentMethod } from '../payments/index.js';
import { ORDER_STATES } from './order.domain.js';
import { sellerOrderLifecycle } from './seller-order.lifecycle.js';

const STATES = [...sellerOrderLifecycle.states];

/** Where the goods go. Stored encrypted; the sellers of the order see it once it is paid. */
export class ShippingAddressDto {
  /** Who receives the goods. */
  @IsString()
  @Length(1, 120)
  name!: string;

  /** Street and number. */
  @IsString()
  @Length(1, 200)
  line1!: string;

  @IsOptional()
  @IsString()
  @Length(1, 200)
  line2?: string;

  @IsString()
  @Length(1, 120)
  city!: string;

  /** State or province. */
  @IsOptional()
  @IsString()
  @Length(1, 120)
  region?: string;

  @IsString()
  @Length(1, 20)
  postalCode!: string;

  /** ISO 3166-1 alpha-2. */
  @ApiProperty({ type: String, pattern: '^[A-Z]{2}$', minLength: 2, maxLength: 2, example: 'BR' })
  @Matches(/^[A-Z]{2}$/)
  country!: string;

  @IsOptional()
  @IsString()
  @Length(3, 40)
  phone?: string;
}

export class PlaceOrderDto {
  /** The cart to order; it becomes the order and cannot be changed after. */
  @IsWireId('crt')
  cartId!: string;

  @ValidateNested()
  @Type(() => ShippingAddressDto)
  shippingAddress!: ShippingAddressDto;

  /** Where to write about this order, when not to the account. */
  @IsOptional()
  @IsEmail()
  @MaxLength(254)
  email?: string;

  /** `quoteVersion` of the cart: the order is refused unless it costs exactly that. Without it, the prices last seen count. */
  @IsOptional()
  @IsString()
  @Length(22, 22)
  quoteVersion?: string;

  /** Pay as much as there is with store credit; a card pays the rest. All of it: the order is paid at once. */
  @IsOptional()
  @IsBoolean()
  useStoreCredit?: boolean;

  /** The code of whoever sent you here; one that is nobody's changes nothing. */
  @IsOptional()
  @Matches(/^[A-Z0-9-]{3,30}$/)
  affiliateCode?: string;

  /** What you pay in, where that is not what the sellers settle in; needed where they settle in different currencies. */
  @ApiProperty({ enum: CURRENCIES, enumName: 'Currency', required: false, example: 'EUR' })
  @IsOptional()
  @IsIn([...CURRENCIES])
  paymentCurrency?: string;

  /** Quotes that were given to you, one for each currency that is converted; without one, the current rate counts. */
  @ApiProperty({ type: [String], required: false, example: ['fxq_01hzy3v9qtf5r8m2k4w6x8y0za'] })
  @IsOptional()
  @IsArray()
  @ArrayMaxSize(CURRENCIES.length)
  @ArrayUnique()
  @Matches(/^fxq_[0-7][0-9a-hjkmnp-tv-z]{25}$/, { each: true })
  fxQuoteIds?: string[];

  /** `on_account`: a company owes the order within its credit line; no card is asked, and store credit stays. */
  @ApiProperty({ enum: PAYMENT_METHODS, enumName: 'PaymentMethod', default: 'card', required: false })
  @IsOptional()
  @IsIn([...PAYMENT_METHODS])
  paymentMethod?: PaymentMethod;

  /** The company that orders on account; you are a member of it. */
  @IsOptional()
  @IsWireId('cmp')
  companyId?: string;
}

export class CancellationDto {
  /** Why, for the other party. */
  @IsOptional()
  @IsString()
  @Length(1, 500)
  note?: string;
}

export const REFUSAL_REASONS = ['out_of_stock', 'wrong_price', 'cannot_ship_there', 'other'] as const;

export class RefusalDto {
  /** The refusal counts as the seller's fault, whatever the reason. */
  @ApiProperty({ enum: REFUSAL_REASONS, enumName: 'RefusalReason' })
  @IsIn([...REFUSAL_REASONS])
  reason!: string;

  /** For the buyer. */
  @IsOptional()
  @IsString()
  @Length(1, 500)
  note?: string;
}

export class SellerOrderQuery extends PageQuery {
  @ApiProperty({ enum: STATES, enumName: 'SellerOrderState', required: false })
  @IsOptional()
  @IsIn(STATES)
  state?: string;

  /** Placed at this instant or later. */
  @IsOptional()
  @IsInstant()
  placedFrom?: string;

  /** Placed before this instant. */
  @IsOptional()
  @IsInstant()
  placedTo?: string;
}

export class IncludeQuery {
  /** `history` adds every change of state. */
  @ApiProperty({ enum: ['history'], required: false })
  @IsOptional()
  @IsIn(['history'])
  include?: string;
}

export class OrderTotalsView {
  item!: MoneyView;
  tax!: MoneyView;
  shipping!: MoneyView;
  /** What a coupon takes off, whoever pays for it. */
  discount!: MoneyView;
  /** What the buyer pays. */
  total!: MoneyView;
}

export class OrderLineView {
  id!: string;
  variantId!: string;
  listingId!: string;
  title!: string;
  sku!: string | null;
  condition!: string;
  quantity!: number;
  unitPrice!: MoneyView;
  totals!: OrderTotalsView;
}

export class CancellationView {
  /** Who ended it. */
  @ApiProperty({ enum: ['buyer', 'seller', 'risk', 'payment', 'timer'], enumName: 'CancelledBy' })
  by!: string;
  /** Stable code. */
  reason!: string;
  note?: string;
  at!: string;
  /** The refund of what was paid; only the buyer sees it. */
  refundId?: string;
}

export class HistoryView {
  action!: string;
  from!: string;
  to!: string;
  at!: string;
  /** `user` and `key` are the buyer or the seller, by the action; `system` is a timer. */
  by!: string;
  reason?: string;
}

/** What the seller earns by a seller order. */
export class SellerEarningsView {
  /** Kept by the marketplace. */
  commission!: MoneyView;
  /** Fixed fees and payment fees, kept by the marketplace too. */
  otherFees!: MoneyView;
  /** The tax on commission and fees. */
  feeTax!: MoneyView;
  /** The part of the discount that the seller pays. */
  discountBorne!: MoneyView;
  /** Who keeps the shipping money. */
  @ApiProperty({ enum: ['seller', 'platform'], enumName: 'ShippingBeneficiary' })
  shippingTo!: string;
  /** What reaches the seller's balance after delivery. */
  sellerNet!: MoneyView;
}

/** What the buyer pays for a seller order whose seller settles in another currency; the rate is kept for good. */
export class ConvertedPaymentView {
  @ApiProperty({ type: String, example: 'fxq_01hzy3v9qtf5r8m2k4w6x8y0za' })
  quoteId!: string;
  amount!: MoneyView;
}

export class SellerOrderView {
  @ApiProperty({ type: String, example: 'sor_01hzy3v9qtf5r8m2k4w6x8y0za' })
  id!: string;
  orderId!: string;
  sellerId!: string;
  @ApiProperty({ enum: STATES, enumName: 'SellerOrderState' })
  state!: string;
  version!: number;
  /** In the currency that the seller settles in. */
  totals!: OrderTotalsView;
  /** Where the buyer pays in another currency. */
  payment?: ConvertedPaymentView;
  lines!: OrderLineView[];
  placedAt!: string;
  /** The seller accepts by then, or the buyer is refunded. */
  acceptBy?: string;
  shipBy?: string;
  /** Since when the shipment is late. */
  shipOverdueAt?: string;
  shippedAt?: string;
  /** The latest that its parcels are said to arrive: the sender's estimate, or the longest transit of the category. */
  deliveryExpectedAt?: string;
  deliveredAt?: string;
  confirmedAt?: string;
  cancellation?: CancellationView;
  /** Sellers see it once the order is paid. */
  shippingAddress?: ShippingAddressDto;
  /** Only for the seller. */
  earnings?: SellerEarningsView;
  /** What the caller may do now. */
  allowedActions!: ActionView[];
  /** With `include=history`. */
  history?: HistoryView[];
}

export class OrderView {
  @ApiProperty({ type: String, example: 'ord_01hzy3v9qtf5r8m2k4w6x8y0za' })
  id!: string;
  /** Derived from the seller orders. */
  @ApiProperty({ enum: ORDER_STATES, enumName: 'OrderState' })
  state!: string;
  paymentId!: string;
  @ApiProperty({ enum: PAYMENT_METHODS, enumName: 'PaymentMethod' })
  paymentMethod!: PaymentMethod;
  /** The company that owes it. */
  companyId?: string;
  /** In the currency that you pay in. */
  totals!: OrderTotalsView;
  shippingAddress!: ShippingAddressDto;
  email?: string;
  placedAt!: string;
  /** Pay until then, or the order expires. */
  payBy!: string;
  sellerOrders!: SellerOrderView[];
}

export class OrderPage extends PageOf(OrderView) {}
export class SellerOrderPage extends PageOf(SellerOrderView) {}
