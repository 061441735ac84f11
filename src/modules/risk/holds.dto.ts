import { ApiProperty } from '@nestjs/swagger';
import { IsIn, IsOptional, IsString, Length } from 'class-validator';
import { ActionView, MoneyView, PageOf, PageQuery } from '../../platform/http/index.js';
import type { HoldState } from './holds.repository.js';

const STATES = ['open', 'claimed', 'released', 'rejected', 'withdrawn'] as const;

export class HoldQuery extends PageQuery {
  /** Only holds in this state. */
  @ApiProperty({ enum: STATES, required: false, default: 'open' })
  @IsOptional()
  @IsIn(STATES)
  state: HoldState = 'open';
}

export class ReleaseHoldDto {
  /** Why the order may go on. */
  @IsOptional()
  @IsString()
  @Length(1, 1000)
  reason?: string;
}

export class RejectHoldDto {
  /** Why the payment is given back. */
  @IsString()
  @Length(1, 1000)
  reason!: string;
}

export class HoldView {
  @ApiProperty({ type: String, example: 'hld_01hzy3v9qtf5r8m2k4w6x8y0za' })
  id!: string;

  /** The assessment that held the payment. */
  decisionId!: string;
  paymentId!: string;
  orderId!: string;
  buyerId!: string;
  amount!: MoneyView;

  /** 0 to 100. */
  score!: number;

  @ApiProperty({ enum: STATES })
  state!: HoldState;
  version!: number;

  /** The analyst who reviews it. */
  claimedBy!: string | null;

  /** When the claim ends by itself. */
  leaseUntil!: string | null;

  /** When it should be decided. */
  slaDueAt!: string;

  /** When it decides itself. */
  reviewBy!: string;

  /** How it decides itself. */
  @ApiProperty({ enum: ['released', 'rejected'] })
  deadlineOutcome!: string;

  reason!: string | null;
  openedAt!: string;

  @ApiProperty({ type: [ActionView] })
  allowedActions!: ActionView[];
}

export class HoldPage extends PageOf(HoldView) {}

export class FindingView {
  ruleId!: string;
  version!: number;
  code!: string;

  /** What counted after the cap of the rule's group. */
  points!: number;

  /** What the rule demands whatever the score. */
  forcedOutcome!: string | null;

  /** The expression with the values of this event put in. */
  explanation!: string;
  textEn!: string;
  textZh!: string;

  /** The rule could not be evaluated. */
  isError!: boolean;
}

export class DecisionView {
  @ApiProperty({ type: String, example: 'dec_01hzy3v9qtf5r8m2k4w6x8y0za' })
  id!: string;

  @ApiProperty({ enum: ['order.placed', 'payment.authorised'] })
  event!: string;
  orderId!: string;
  buyerId!: string;
  rulesetVersion!: number;
  featureSchemaVersion!: number;

  /** The exact values that were judged; what is not here was unknown. */
  @ApiProperty({ type: 'object', additionalProperties: true })
  features!: Record<string, unknown>;

  /** 0 to 100. */
  score!: number;
  band!: string;

  @ApiProperty({ enum: ['allow', 'hold', 'block'] })
  outcome!: string;

  @ApiProperty({ type: [FindingView] })
  reasons!: FindingView[];

  /** What rules on trial would have added. */
  @ApiProperty({ type: [FindingView] })
  shadow!: FindingView[];

  /** Microseconds from counting to the outcome. */
  latencyUs!: number;
  decidedAt!: string;
}
