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
  IsString,
  Length,
  Max,
  Min,
  ValidateNested,
} from 'class-validator';
import { IsWireId, MoneyDto, MoneyView } from '../../platform/http/index.js';

export const REFUND_REASONS = [
  'returned',
  'damaged',
  'not_as_described',
  'not_received',
  'late',
  'price_adjustment',
  'goodwill',
  'other',
] as const;
export const REFUND_STATES = ['requested', 'succeeded', 'failed'] as const;

export class RefundLineDto {
  @IsWireId('lin')
  lineId!: string;

  /** Units whose price and tax go back. */
  @IsInt()
  @Min(1)
  @Max(1_000_000)
  quantity!: number;
}

export class RefundDto {
  /** Everything that was not refunded yet; then neither lines nor shipping are said. */
  @IsOptional()
  @IsBoolean()
  everything?: boolean;

  /** Units of the order's lines. */
  @IsOptional()
  @IsArray()
  @ArrayMaxSize(200)
  @ArrayUnique((each: RefundLineDto) => each.lineId)
  @ValidateNested({ each: true })
  @Type(() => RefundLineDto)
  lines?: RefundLineDto[];

  /** Shipping money that goes back, apart from the goods; none, when absent. */
  @IsOptional()
  @ValidateNested()
  @Type(() => MoneyDto)
  shipping?: MoneyDto;

  @ApiProperty({ enum: REFUND_REASONS, enumName: 'RefundReason' })
  @IsIn([...REFUND_REASONS])
  reason!: (typeof REFUND_REASONS)[number];

  /** For the buyer. */
  @IsOptional()
  @IsString()
  @Length(1, 500)
  note?: string;
}

export class RefundLineView {
  lineId!: string;
  quantity!: number;
}

export class SellerOrderRefundView {
  id!: string;

  sellerOrderId!: string;

  /** requested: on its way; failed: the provider could not pay back, the buyer got store credit instead. */
  @ApiProperty({ enum: REFUND_STATES, enumName: 'RefundState' })
  state!: (typeof REFUND_STATES)[number];

  /** What the buyer gets back. */
  amount!: MoneyView;

  /** Of it, what came back as store credit because it was paid so. */
  storeCredit!: MoneyView;

  /** What the platform gets back of the discount that it had paid. */
  promotion!: MoneyView;

  /** What it takes of the sale, where the seller settles in another currency than the buyer paid in. */
  settled?: MoneyView;

  reason!: string;

  note?: string;

  /** Units that were named; absent for refunds of a whole seller order that ended before its shipment. */
  lines?: RefundLineView[];

  /** The shipping money in the amount; absent like the lines. */
  shipping?: MoneyView;

  createdAt!: string;
}

export class SellerOrderRefundList {
  /** Oldest first. */
  data!: SellerOrderRefundView[];
}
