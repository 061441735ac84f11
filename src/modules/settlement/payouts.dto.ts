import { ApiProperty } from '@nestjs/swagger';
import { IsBoolean, IsIn, IsOptional, IsString, Length, Matches } from 'class-validator';
import { ActionView, IsWireId, MoneyView, PageOf, PageQuery } from '../../platform/http/index.js';
import { payoutLifecycle, type PayoutState } from './payout.lifecycle.js';

const STATE = { enum: payoutLifecycle.states, enumName: 'PayoutState' };

export class PayoutQuery extends PageQuery {
  /** Only payouts in this state. */
  @ApiProperty({ ...STATE, required: false })
  @IsOptional()
  @IsIn([...payoutLifecycle.states])
  state?: PayoutState;
}

export class FinancePayoutQuery extends PayoutQuery {
  /** Only payouts to this seller. */
  @IsOptional()
  @IsWireId('sel')
  sellerId?: string;
}

export class PayoutView {
  id!: string;

  sellerId!: string;

  amount!: MoneyView;

  @ApiProperty(STATE)
  state!: PayoutState;

  @ApiProperty({ type: [ActionView], maxItems: 20 })
  allowedActions!: ActionView[];

  /** 1 for the first try; a retry is a payout of its own. */
  attempt!: number;

  /** The failed payout that this one tries again. */
  retryOf!: string | null;

  /** What the seller paid to be paid at once, given back when it fails; null when it was paid by a run. */
  @ApiProperty({ type: MoneyView, nullable: true })
  instantFee!: MoneyView | null;

  /** What was taken back of it, after it was paid, for what the seller owed. */
  takenBack!: MoneyView;

  /** Why it failed, as a stable code. */
  failureCode!: string | null;

  createdAt!: string;

  submittedAt!: string | null;

  /** When it was paid, or failed. */
  settledAt!: string | null;
}

export class PayoutPage extends PageOf(PayoutView) {}

export class PayoutItemView {
  /** What happened: released, recovered, failed, … */
  kind!: string;

  sellerOrderId!: string | null;

  /** What it added to the payout, or took from it when negative. */
  amount!: MoneyView;

  effectiveAt!: string;
}

export class PayoutItemPage extends PageOf(PayoutItemView) {}

/** openingBalance + all items − closingBalance = amount. */
export class PayoutDetailView extends PayoutView {
  /** Left by the payout before. */
  openingBalance!: MoneyView;

  /** Left for the payout after: what is retained, and what exceeded the cap. */
  closingBalance!: MoneyView;

  /** The most that it could come to; null where there was no cap. */
  @ApiProperty({ type: MoneyView, nullable: true })
  cappedAt!: MoneyView | null;

  itemCount!: number;

  /** The first 100; the rest as a list of their own. */
  @ApiProperty({ type: [PayoutItemView], maxItems: 100 })
  items!: PayoutItemView[];
}

export class CancelPayoutDto {
  /** Why, for the history. */
  @IsString()
  @Length(1, 500)
  reason!: string;
}

export class PayoutSwitchDto {
  /** `platform`, `currency:USD` or `provider:sandbox`. */
  @ApiProperty({ example: 'platform', minLength: 8, maxLength: 49 })
  @IsString()
  @Length(8, 49)
  @Matches(/^(platform|currency:[A-Z]{3}|provider:[a-z]{1,40})$/)
  scope!: string;

  /** False stops the payouts of the scope before they reach the bank. */
  @IsBoolean()
  isEnabled!: boolean;

  /** Why, for the record. */
  @IsString()
  @Length(1, 500)
  reason!: string;
}

export class PayoutSwitchView {
  scope!: string;

  isEnabled!: boolean;

  reason!: string;

  changedAt!: string;
}

export class PayoutSwitchesView {
  /** Whether no switch of the whole platform stops payouts. */
  payoutsEnabled!: boolean;

  switches!: PayoutSwitchView[];
}
