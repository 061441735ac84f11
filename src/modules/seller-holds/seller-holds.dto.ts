import { ApiProperty } from '@nestjs/swagger';
import { IsIn, IsInt, IsOptional, IsString, Length, Max, Min } from 'class-validator';
import { CURRENCIES } from '../../kernel/index.js';
import { ActionView, IsInstant, IsWireId, MoneyView, PageOf, PageQuery } from '../../platform/http/index.js';
import { SELLER_HOLD_STATES, type SellerHoldState } from './seller-hold.lifecycle.js';
import { HOLD_REASONS, type HoldReason } from './seller-holds.repository.js';

const CURRENCY = { enum: CURRENCIES, enumName: 'Currency', example: 'USD' };
const STATE = { enum: SELLER_HOLD_STATES, enumName: 'SellerHoldState' };
const MAX_AMOUNT = 1_000_000_000_000;

export class PlaceSellerHoldDto {
  @IsWireId('sel')
  sellerId!: string;

  /** ISO 4217 code of the balance. */
  @ApiProperty(CURRENCY)
  @IsIn([...CURRENCIES])
  currency!: string;

  /** Minor units; everything, also what becomes available later, when absent. */
  @IsOptional()
  @IsInt()
  @Min(1)
  @Max(MAX_AMOUNT)
  amount?: number;

  /** The seller is told. */
  @ApiProperty({ enum: HOLD_REASONS, enumName: 'SellerHoldReason' })
  @IsIn([...HOLD_REASONS])
  reason!: (typeof HOLD_REASONS)[number];

  /** For colleagues; the seller does not see it. */
  @IsOptional()
  @IsString()
  @Length(1, 1_000)
  note?: string;

  /** When it lifts itself, at most after what the law of the seller’s country allows; somebody has to, when absent. */
  @IsOptional()
  @IsInstant()
  expiresAt?: string;
}

export class LiftSellerHoldDto {
  /** Why, for the history. */
  @IsString()
  @Length(1, 500)
  reason!: string;
}

export class SellerHoldQuery extends PageQuery {
  /** Only holds in this state. */
  @ApiProperty({ ...STATE, required: false })
  @IsOptional()
  @IsIn([...SELLER_HOLD_STATES])
  state?: SellerHoldState;

  /** Only holds of this seller. */
  @IsOptional()
  @IsWireId('sel')
  sellerId?: string;

  /** `true`: only money that has been held for four fifths of what the law of the seller’s country allows, or longer. */
  @ApiProperty({ type: String, enum: ['true', 'false'], required: false })
  @IsOptional()
  @IsIn(['true', 'false'])
  isNearLegalCap?: string;
}

export class SellerHoldView {
  @ApiProperty({ type: String, example: 'shd_01hzy3v9qtf5r8m2k4w6x8y0za' })
  id!: string;

  sellerId!: string;

  @ApiProperty(CURRENCY)
  currency!: string;

  @ApiProperty(STATE)
  state!: SellerHoldState;

  version!: number;

  /** `chargeback`, or what staff gave. */
  reason!: HoldReason;

  note!: string | null;

  /** Null when everything is held. */
  requested!: MoneyView | null;

  /** What was found so far. */
  held!: MoneyView;

  /** What was not there; taken from what becomes available. Null when everything is held. */
  shortfall!: MoneyView | null;

  /** What the claim took in the end. */
  used!: MoneyView;

  expiresAt!: string | null;

  placedAt!: string;

  @ApiProperty({ type: [ActionView], maxItems: 20 })
  allowedActions!: ActionView[];
}

export class SellerHoldPage extends PageOf(SellerHoldView) {}
