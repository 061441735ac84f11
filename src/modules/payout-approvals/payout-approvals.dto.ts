import { ApiProperty } from '@nestjs/swagger';
import { Transform } from 'class-transformer';
import { IsBoolean, IsIn, IsOptional, IsString, Length, Matches } from 'class-validator';
import { CURRENCIES } from '../../kernel/index.js';
import { ActionView, MoneyView, PageOf, PageQuery } from '../../platform/http/index.js';

const CURRENCY = { enum: CURRENCIES, enumName: 'Currency' };

export class ApprovePayoutDto {
  /** The `payloadHash` that was read with the payout: what is approved, and nothing else. */
  @ApiProperty({ pattern: '^[0-9a-f]{64}$', minLength: 64, maxLength: 64, example: 'c0ffee'.padEnd(64, '0') })
  @IsString()
  @Matches(/^[0-9a-f]{64}$/)
  payloadHash!: string;
}

export class RequestPayoutDto {
  @ApiProperty(CURRENCY)
  @IsIn(CURRENCIES)
  currency!: string;
}

export class PayoutApprovedView {
  approvedBy!: string;
  approvedAt!: string;

  /** Until when it counts. */
  expiresAt!: string;

  /** Whether it counts now. */
  isValid!: boolean;
}

export class PayoutApprovalView {
  payoutId!: string;
  sellerId!: string;
  state!: string;
  amount!: MoneyView;

  /** SHA-256 of payee, destination, amount and currency; to be repeated with an approval. */
  @ApiProperty({ type: String, nullable: true })
  payloadHash!: string | null;

  /** Whether the payout would still go where it was made for. */
  isCurrent!: boolean;

  /** The last characters of the account that it goes to. */
  @ApiProperty({ type: String, nullable: true })
  destinationEnding!: string | null;

  /** Why people have to approve it; empty when nobody has to. */
  @ApiProperty({ type: [String], maxItems: 5, example: ['above_limit', 'new_bank_account'] })
  reasons!: string[];

  /** How many different people. */
  approvalsNeeded!: number;

  /** Whoever asked for it by hand; they cannot approve it. */
  requestedBy!: string | null;

  @ApiProperty({ type: [PayoutApprovedView], maxItems: 20 })
  approvals!: PayoutApprovedView[];

  @ApiProperty({ type: [ActionView], maxItems: 5 })
  allowedActions!: ActionView[];
}

export class PayoutAlarmQuery extends PageQuery {
  /** Only alarms that wait for finance. */
  @ApiProperty({ required: false, type: Boolean })
  @IsOptional()
  @Transform(({ value }: { value: unknown }) => ({ true: true, false: false })[String(value)] ?? value)
  @IsBoolean()
  open?: boolean;
}

export class PayoutAlarmView {
  id!: string;

  @ApiProperty(CURRENCY)
  currency!: string;

  /** `YYYY-MM-DD`, in UTC. */
  day!: string;

  /** What the payouts of the day would have come to. */
  total!: MoneyView;

  /** 1.5 times the largest day of the 30 before, and never less than what needs no alarm. */
  ceiling!: MoneyView;

  raisedAt!: string;
  releasedAt!: string | null;
  releasedBy!: string | null;
  reason!: string | null;

  @ApiProperty({ type: [ActionView], maxItems: 5 })
  allowedActions!: ActionView[];
}

export class PayoutAlarmPage extends PageOf(PayoutAlarmView) {}

export class ReleaseAlarmDto {
  /** Why so much may leave on that day. */
  @IsString()
  @Length(3, 500)
  reason!: string;
}
