import { ApiProperty } from '@nestjs/swagger';
import { IsIn, IsOptional, IsString, Length } from 'class-validator';
import { ActionView, IsInstant, IsWireId, PageOf, PageQuery } from '../../platform/http/index.js';
import {
  RELEASE_HOLD_REASONS,
  RELEASE_HOLD_STATES,
  type ReleaseHoldReason,
  type ReleaseHoldState,
} from './release-hold.lifecycle.js';

const REASON = { enum: RELEASE_HOLD_REASONS, enumName: 'ReleaseHoldReason' };
const STATE = { enum: RELEASE_HOLD_STATES, enumName: 'ReleaseHoldState' };

export class PlaceReleaseHoldDto {
  @IsWireId('sor')
  sellerOrderId!: string;

  /** The seller is told. */
  @ApiProperty(REASON)
  @IsIn([...RELEASE_HOLD_REASONS])
  reason!: ReleaseHoldReason;

  /** For colleagues; the seller does not see it. */
  @IsOptional()
  @IsString()
  @Length(1, 1_000)
  note?: string;

  /** When it lifts itself; within what the law lets money be held. */
  @IsInstant()
  expiresAt!: string;
}

export class LiftReleaseHoldDto {
  /** Why, for the history. */
  @IsString()
  @Length(1, 500)
  reason!: string;
}

export class ReleaseHoldQuery extends PageQuery {
  /** Only holds in this state. */
  @ApiProperty({ ...STATE, required: false })
  @IsOptional()
  @IsIn([...RELEASE_HOLD_STATES])
  state?: ReleaseHoldState;

  /** Only holds of this seller order. */
  @IsOptional()
  @IsWireId('sor')
  sellerOrderId?: string;
}

export class ReleaseHoldView {
  @ApiProperty({ type: String, example: 'rlh_01hzy3v9qtf5r8m2k4w6x8y0za' })
  id!: string;

  sellerOrderId!: string;

  sellerId!: string;

  @ApiProperty(REASON)
  reason!: ReleaseHoldReason;

  note!: string | null;

  @ApiProperty(STATE)
  state!: ReleaseHoldState;

  version!: number;

  placedAt!: string;

  /** Who placed it. */
  placedBy!: string;

  expiresAt!: string;

  @ApiProperty({ type: [ActionView], maxItems: 20 })
  allowedActions!: ActionView[];
}

export class ReleaseHoldPage extends PageOf(ReleaseHoldView) {}
