import { ApiProperty } from '@nestjs/swagger';
import { Type } from 'class-transformer';
import { IsEmail, IsIn, IsOptional, IsString, Length, MaxLength, ValidateNested } from 'class-validator';
import { CURRENCIES } from '../../kernel/index.js';
import { ActionView, IsWireId, MoneyView, PageOf, PageQuery } from '../../platform/http/index.js';
import { ShippingAddressDto } from '../orders/index.js';
import { PAYMENT_METHODS, type PaymentMethod } from '../payments/index.js';
import { ORDER_REQUEST_STATES, type OrderRequestState } from './order-request.lifecycle.js';

const STATE = { enum: ORDER_REQUEST_STATES, enumName: 'OrderRequestState' };
const METHOD = { enum: PAYMENT_METHODS, enumName: 'PaymentMethod' };
const CURRENCY = { enum: CURRENCIES, enumName: 'Currency', example: 'EUR' };

export class OrderRequestDto {
  /** The company that is to order; you are a member of it. */
  @IsWireId('cmp')
  companyId!: string;

  /** Your cart. What is approved is what it costs now; change it, and the request cannot be approved any more. */
  @IsWireId('crt')
  cartId!: string;

  @ValidateNested()
  @Type(() => ShippingAddressDto)
  shippingAddress!: ShippingAddressDto;

  /** Where to write about the order, when not to the account. */
  @IsOptional()
  @IsEmail()
  @MaxLength(254)
  email?: string;

  /** `card`: you pay within a day of the approval. `on_account`: the company owes it within its credit line. */
  @ApiProperty(METHOD)
  @IsIn([...PAYMENT_METHODS])
  paymentMethod!: PaymentMethod;

  /** What is paid in, where that is not what the sellers settle in; converted at the rate of the approval. */
  @ApiProperty({ ...CURRENCY, required: false })
  @IsOptional()
  @IsIn([...CURRENCIES])
  paymentCurrency?: string;

  /** `quoteVersion` of the cart, which is refused unless it costs exactly that. */
  @IsOptional()
  @IsString()
  @Length(22, 22)
  quoteVersion?: string;

  /** Why, for who decides. */
  @IsOptional()
  @IsString()
  @Length(1, 500)
  note?: string;
}

export class OrderRequestRefusalDto {
  /** Why not, for who asked. */
  @IsString()
  @Length(3, 500)
  reason!: string;
}

export class OrderRequestQuery extends PageQuery {
  @ApiProperty({ ...STATE, required: false })
  @IsOptional()
  @IsIn([...ORDER_REQUEST_STATES])
  state?: OrderRequestState;
}

export class RequestedLineView {
  sellerId!: string;
  title!: string;
  sku!: string | null;
  quantity!: number;
  unitPrice!: MoneyView;
  /** With tax, shipping and discount. */
  total!: MoneyView;
}

export class OrderRequestView {
  @ApiProperty({ type: String, example: 'orq_01hzy3v9qtf5r8m2k4w6x8y0za' })
  id!: string;
  companyId!: string;
  requestedBy!: string;
  cartId!: string;

  @ApiProperty(STATE)
  state!: OrderRequestState;
  version!: number;

  @ApiProperty(METHOD)
  paymentMethod!: PaymentMethod;

  /** Null: what the sellers settle in. */
  paymentCurrency!: string | null;

  /** What the cart costs, one amount for each currency that its sellers settle in. */
  totals!: MoneyView[];
  lines!: RequestedLineView[];
  shippingAddress!: ShippingAddressDto;
  note!: string | null;
  requestedAt!: string;
  /** Until then it can be approved. */
  expiresAt!: string;
  decidedBy!: string | null;
  decidedAt!: string | null;
  /** Why it was refused. */
  refusal!: string | null;
  /** What was placed with the approval. */
  orderId!: string | null;

  @ApiProperty({ type: [ActionView], maxItems: 20 })
  allowedActions!: ActionView[];
}

export class OrderRequestPage extends PageOf(OrderRequestView) {}
