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
import { CURRENCIES } from '../../kernel/index.js';
import { MoneyView, PageOf, PageQuery } from '../../platform/http/index.js';

const TIERS = ['T0', 'T1', 'T2', 'T3'] as const;
const CADENCES = ['daily', 'weekly', 'manual'] as const;
const STATES = ['proposed', 'in_force', 'superseded', 'declined'] as const;
const TIER = { enum: TIERS, enumName: 'SellerTier' };
const CADENCE = { enum: CADENCES, enumName: 'PayoutCadence' };

export class PayoutCapDto {
  /** Minor units, at least one: who is not to be paid out at all is paid by hand. */
  @ApiProperty({ type: 'integer', minimum: 1, maximum: 1_000_000_000_000, example: 200_000 })
  @IsInt()
  @Min(1)
  @Max(1_000_000_000_000)
  amount!: number;

  @ApiProperty({ enum: CURRENCIES, enumName: 'Currency', example: 'USD' })
  @IsIn([...CURRENCIES])
  currency!: string;
}

export class ProposePolicyDto {
  @ApiProperty(TIER)
  @IsIn([...TIERS])
  tier!: (typeof TIERS)[number];

  /** How long what is delivered is held. */
  @IsInt()
  @Min(0)
  @Max(90)
  holdDays!: number;

  /** What a buyer's confirmation shortens the hold to; a day at least, for accounts in the wrong hands. */
  @IsInt()
  @Min(1)
  @Max(90)
  confirmedHoldDays!: number;

  /** Basis points of the net that stay in reserve. */
  @IsInt()
  @Min(0)
  @Max(10_000)
  reserveBps!: number;

  /** How long they stay there, from the release. */
  @IsInt()
  @Min(0)
  @Max(365)
  reserveDays!: number;

  @ApiProperty(CADENCE)
  @IsIn([...CADENCES])
  payoutCadence!: (typeof CADENCES)[number];

  /** Whether somebody looks at the first payout. */
  @IsOptional()
  @IsBoolean()
  manualFirstPayout?: boolean;

  /**
   * The most that one payout of a run comes to, one for each currency that has a cap; what exceeds it waits for the next
   * run. As in the policy in force when it is not said.
   */
  @ApiProperty({ type: [PayoutCapDto], maxItems: 20, required: false })
  @IsOptional()
  @IsArray()
  @ArrayMaxSize(20)
  @ArrayUnique(({ currency }: PayoutCapDto) => currency)
  @ValidateNested({ each: true })
  @Type(() => PayoutCapDto)
  payoutCaps?: PayoutCapDto[];

  /** Whether sellers may ask to be paid at once. As in the policy in force when it is not said. */
  @IsOptional()
  @IsBoolean()
  instantPayouts?: boolean;

  /** Why, for whoever decides. */
  @IsOptional()
  @IsString()
  @Length(1, 1_000)
  note?: string;
}

export class SettlementPolicyQuery extends PageQuery {
  @ApiProperty({ ...TIER, required: false })
  @IsOptional()
  @IsIn([...TIERS])
  tier?: (typeof TIERS)[number];
}

export class SettlementPolicyView {
  @ApiProperty({ type: String, example: 'stp_01hzy3v9qtf5r8m2k4w6x8y0za' })
  id!: string;

  @ApiProperty(TIER)
  tier!: string;

  /** Of the tier; what an earning names as the policy it is released by. */
  version!: number;

  /** `in_force`: what seller orders bought now get. Those bought before keep theirs. */
  @ApiProperty({ enum: STATES, enumName: 'SettlementPolicyState' })
  state!: (typeof STATES)[number];

  holdDays!: number;

  confirmedHoldDays!: number;

  reserveBps!: number;

  reserveDays!: number;

  @ApiProperty(CADENCE)
  payoutCadence!: (typeof CADENCES)[number];

  manualFirstPayout!: boolean;

  /** The most that one payout of a run comes to; in the other currencies there is no cap. */
  @ApiProperty({ type: [MoneyView], maxItems: 20 })
  payoutCaps!: MoneyView[];

  /** Whether sellers may ask to be paid at once. */
  instantPayouts!: boolean;

  note!: string | null;

  proposedAt!: string;

  /** Since when it is in force, or was. */
  approvedAt!: string | null;

  declinedAt!: string | null;
}

export class SettlementPolicyPage extends PageOf(SettlementPolicyView) {}
