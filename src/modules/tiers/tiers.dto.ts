import { ApiProperty } from '@nestjs/swagger';
import { IsIn, IsInt, IsOptional, IsString, Length, Max, Min } from 'class-validator';
import { ActionView, IsWireId, PageOf, PageQuery } from '../../platform/http/index.js';
import { PROPOSAL_STATES, type ProposalState } from './tier-proposal.lifecycle.js';
import { REASONS, TIERS, type Tier } from './tier.domain.js';

const TIER = { enum: TIERS, enumName: 'SellerTier' };
const STATE = { enum: PROPOSAL_STATES, enumName: 'TierProposalState' };
const REASON = { enum: REASONS, enumName: 'TierReason', isArray: true, maxItems: REASONS.length };

export class TierProposalQuery extends PageQuery {
  @ApiProperty({ ...STATE, required: false })
  @IsOptional()
  @IsIn([...PROPOSAL_STATES])
  state?: ProposalState;

  /** Only of this seller. */
  @IsOptional()
  @IsWireId('sel')
  sellerId?: string;
}

export class ConfirmTierDto {
  /** For the history. */
  @IsOptional()
  @IsString()
  @Length(1, 1_000)
  note?: string;
}

export class TierReasonDto {
  /** For the history. */
  @IsString()
  @Length(1, 1_000)
  reason!: string;
}

export class TierFactsView {
  @ApiProperty(TIER)
  tier!: Tier;

  ageDays!: number;

  /** Since its identity was verified. */
  verificationAgeDays!: number;

  /** Whether the end of that verification has passed. */
  isVerificationExpired!: boolean;

  /** Whether risk has taken its right to list, or to sell. */
  isRestricted!: boolean;

  /** Of all times. */
  deliveredOrders!: number;

  /** Shipped or overdue within the window; the rates are of these. */
  dueOrders!: number;

  lateOrders!: number;

  lateBps!: number;

  /** Taken back by a bank, or in danger of it. */
  disputedOrders!: number;

  disputeBps!: number;
}

export class TierProposalView {
  @ApiProperty({ type: String, example: 'tpr_01hzy3v9qtf5r8m2k4w6x8y0za' })
  id!: string;

  sellerId!: string;

  @ApiProperty(TIER)
  from!: Tier;

  @ApiProperty(TIER)
  to!: Tier;

  @ApiProperty(REASON)
  reasons!: string[];

  /** As they were. */
  facts!: TierFactsView;

  thresholdsVersion!: number;

  @ApiProperty(STATE)
  state!: ProposalState;

  version!: number;

  /** What whoever decided has said. */
  note!: string | null;

  proposedAt!: string;

  /** Since when it is in its state. */
  changedAt!: string;

  @ApiProperty({ type: [ActionView], maxItems: 20 })
  allowedActions!: ActionView[];
}

export class TierProposalPage extends PageOf(TierProposalView) {}

export class TierEvaluationView {
  /** Of this moment. */
  facts!: TierFactsView;

  /** What waits for a decision now; null: the tier is right, was changed at once, or the same was declined. */
  proposal!: TierProposalView | null;
}

export class SellerTierView {
  sellerId!: string;

  @ApiProperty(TIER)
  tier!: Tier;
}

export class TierChangeView {
  @ApiProperty(TIER)
  from!: string;

  @ApiProperty(TIER)
  to!: string;

  reason!: string;

  /** Whether a person decided it. */
  isByPerson!: boolean;

  /** What is bought from then on is settled by the new tier's terms. */
  changedAt!: string;
}

export class TierChangePage extends PageOf(TierChangeView) {}

export class SetTierThresholdsDto {
  /** How far back orders count for the rates. */
  @IsInt()
  @Min(30)
  @Max(730)
  windowDays!: number;

  /** T0 becomes T1 at this age … */
  @IsInt()
  @Min(0)
  @Max(3_650)
  standardMinAgeDays!: number;

  /** … and with so many delivered orders. */
  @IsInt()
  @Min(0)
  @Max(100_000)
  standardMinDelivered!: number;

  /** T2 is older than this; not less than what T1 needs. */
  @IsInt()
  @Min(0)
  @Max(3_650)
  trustedMinAgeDays!: number;

  /** T2 has a lower rate of disputes, in basis points. */
  @IsInt()
  @Min(0)
  @Max(10_000)
  trustedDisputeBps!: number;

  /** T2 has a lower rate of late shipments, in basis points. */
  @IsInt()
  @Min(0)
  @Max(10_000)
  trustedLateBps!: number;

  /** Above it T3 is proposed; not less than what T2 needs. */
  @IsInt()
  @Min(0)
  @Max(10_000)
  restrictedDisputeBps!: number;

  /** How long a verification of the seller's identity holds. */
  @IsInt()
  @Min(1)
  @Max(36_500)
  verificationDays!: number;

  /** How long before the end of a verification its seller is told; as before when it is not said. */
  @IsOptional()
  @IsInt()
  @Min(0)
  @Max(365)
  verificationNoticeDays?: number;
}

export class TierThresholdsView {
  /** The highest is in force. */
  version!: number;
  windowDays!: number;
  standardMinAgeDays!: number;
  standardMinDelivered!: number;
  trustedMinAgeDays!: number;
  trustedDisputeBps!: number;
  trustedLateBps!: number;
  restrictedDisputeBps!: number;
  verificationDays!: number;
  verificationNoticeDays!: number;
  createdAt!: string;
}

export class TierThresholdsPage extends PageOf(TierThresholdsView) {}
