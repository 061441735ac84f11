import { ApiProperty } from '@nestjs/swagger';
import { IsIn, IsInt, IsOptional, IsString, Length, Matches, Max, Min } from 'class-validator';
import { CURRENCIES } from '../../kernel/index.js';
import { MoneyView, PageOf, PageQuery } from '../../platform/http/index.js';
import { AFFILIATE_PAYOUT_STATES, AFFILIATE_STATES, referralLifecycle } from './affiliate.lifecycle.js';

const STATE = { enum: AFFILIATE_STATES, enumName: 'AffiliateState' };
const PAYOUT_STATE = { enum: AFFILIATE_PAYOUT_STATES, enumName: 'AffiliatePayoutState' };
const CURRENCY = { enum: CURRENCIES, enumName: 'Currency' };
const FUNDED_BY = { enum: ['platform', 'seller'], enumName: 'AffiliateFunding' };

export class ApplyAsAffiliateDto {
  /** What buyers give when they order; nobody else has it. */
  @Matches(/^[A-Z0-9-]{3,30}$/)
  code!: string;
}

export class AffiliateBalanceView {
  @ApiProperty(CURRENCY)
  currency!: string;

  /** Earned; goes back with goods that go back in time. */
  pending!: MoneyView;

  /** Yours, and not paid out yet. */
  available!: MoneyView;
}

export class AffiliateView {
  id!: string;
  userId!: string;
  code!: string;

  @ApiProperty(STATE)
  state!: string;

  appliedAt!: string;

  @ApiProperty({ type: [AffiliateBalanceView] })
  balances!: AffiliateBalanceView[];
}

export class AffiliatePage extends PageOf(AffiliateView) {}

export class AffiliateQuery extends PageQuery {
  @ApiProperty({ ...STATE, required: false })
  @IsOptional()
  @IsIn([...AFFILIATE_STATES])
  state?: string;
}

export class SuspendAffiliateDto {
  @IsString()
  @Length(3, 500)
  reason!: string;
}

/** A sale, without who bought what. */
export class ReferralView {
  @ApiProperty({ enum: referralLifecycle.states, enumName: 'ReferralState' })
  state!: string;

  referredAt!: string;

  /** Null until the goods have arrived. */
  earned!: MoneyView | null;

  /** What of it went back with goods. */
  clawedBack!: MoneyView | null;

  /** When the rest is available. */
  windowEndsAt!: string | null;
}

export class ReferralPage extends PageOf(ReferralView) {}

export class AffiliateTermsDto {
  /** Of the price of the goods after discounts, in basis points. */
  @IsInt()
  @Min(1)
  @Max(5_000)
  commissionBps!: number;

  /** Who pays for it. */
  @ApiProperty(FUNDED_BY)
  @IsIn(['platform', 'seller'])
  fundedBy!: 'platform' | 'seller';

  /** Days from delivery in which the commission goes back with the goods. */
  @IsInt()
  @Min(0)
  @Max(365)
  windowDays!: number;
}

export class AffiliateTermsView {
  /** The latest version counts for what is bought from then on. */
  version!: number;

  commissionBps!: number;

  @ApiProperty(FUNDED_BY)
  fundedBy!: string;

  windowDays!: number;
  setBy!: string | null;
  setAt!: string;
}

export class CreateAffiliatePayoutDto {
  @ApiProperty(CURRENCY)
  @IsIn([...CURRENCIES])
  currency!: string;
}

export class PayAffiliateDto {
  /** What the bank calls the transfer; each pays one payout. */
  @IsString()
  @Length(1, 120)
  bankReference!: string;
}

export class FailAffiliatePayoutDto {
  @IsString()
  @Length(3, 500)
  reason!: string;
}

export class AffiliatePayoutQuery extends PageQuery {
  @ApiProperty({ ...PAYOUT_STATE, required: false })
  @IsOptional()
  @IsIn([...AFFILIATE_PAYOUT_STATES])
  state?: string;
}

export class AffiliatePayoutView {
  id!: string;
  affiliateId!: string;

  @ApiProperty(PAYOUT_STATE)
  state!: string;

  amount!: MoneyView;
  createdBy!: string;
  createdAt!: string;
  decidedBy!: string | null;
  decidedAt!: string | null;
  bankReference!: string | null;

  /** Why it was not paid, or came back. */
  failure!: string | null;
}

export class AffiliatePayoutPage extends PageOf(AffiliatePayoutView) {}
