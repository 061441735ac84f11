import { ApiProperty } from '@nestjs/swagger';
import { Type } from 'class-transformer';
import { IsInt, IsString, Length, Matches, Max, Min, ValidateNested } from 'class-validator';
import { IsWireId, MoneyDto, MoneyView, PageOf } from '../../platform/http/index.js';
import { SUBSCRIPTION_STATES } from './subscription.lifecycle.js';

const STATE = { enum: SUBSCRIPTION_STATES, enumName: 'SubscriptionState' };

export class PlanView {
  id!: string;
  code!: string;

  /** Plans are never edited; who subscribed keeps the version that was chosen. */
  version!: number;

  nameEn!: string;
  nameZh!: string;

  /** For each month. */
  fee!: MoneyView;

  /** Tax on top of the fee, in basis points. */
  taxBps!: number;
}

export class PlanList {
  data!: PlanView[];
}

export class AddPlanDto {
  @Matches(/^[a-z0-9-]{2,40}$/)
  code!: string;

  @IsString()
  @Length(1, 80)
  nameEn!: string;

  @IsString()
  @Length(1, 80)
  nameZh!: string;

  /** For each month; more than zero. */
  @ValidateNested()
  @Type(() => MoneyDto)
  fee!: MoneyDto;

  /** Tax on top of the fee, in basis points. */
  @IsInt()
  @Min(0)
  @Max(10_000)
  taxBps!: number;
}

export class SubscribeDto {
  @IsWireId('spl')
  planId!: string;
}

export class SubscriptionView {
  id!: string;
  sellerId!: string;

  @ApiProperty(STATE)
  state!: string;

  planId!: string;
  planCode!: string;
  fee!: MoneyView;
  startedAt!: string;

  /** When the next month is charged, or when a cancelled subscription ends. */
  paidUntil!: string;
  cancelledAt!: string | null;
}

export class RefundSubscriptionDto {
  @IsString()
  @Length(3, 500)
  reason!: string;
}

export class SubscriptionInvoiceView {
  id!: string;
  subscriptionId!: string;
  sellerId!: string;

  /** The first month is 1. */
  period!: number;

  startsAt!: string;
  endsAt!: string;
  fee!: MoneyView;
  tax!: MoneyView;

  /** What was not available when it was charged; the seller owed it from then on. */
  owed!: MoneyView;
  chargedAt!: string;
  refundedAt!: string | null;
  refundReason!: string | null;
}

export class SubscriptionInvoicePage extends PageOf(SubscriptionInvoiceView) {}
