import { ApiProperty } from '@nestjs/swagger';
import { IsIn, IsInt, IsOptional, IsString, Length, Matches, Max, Min } from 'class-validator';
import { CURRENCIES, toWire } from '../../kernel/index.js';
import { ActionView, PageOf } from '../../platform/http/index.js';
import { payoutsFrom, type AccountOutcome } from './payout-account.domain.js';
import type { PayoutAccount } from './payout-accounts.repository.js';

const STATES = ['missing', 'active', 'disabled'] as const;
const OUTCOMES = ['verified', 'failed'] as const;
const PROGRESS = ['pending', 'needs_operator', ...OUTCOMES] as const;

export class PayoutAccountDto {
  /** Whose account it is. Encrypted at rest and never shown. */
  @ApiProperty({ example: 'Otter Audio GmbH', minLength: 1, maxLength: 140 })
  @IsString()
  @Length(1, 140)
  @Matches(/\S/u)
  holder!: string;

  /**
   * IBAN or account number; spaces and hyphens do not count. Where Stripe pays, the connected account, `acct_…`.
   * Encrypted at rest; later answers show its end.
   */
  @ApiProperty({ example: 'DE02120300000000202051', minLength: 4, maxLength: 42 })
  @IsString()
  @Length(4, 42)
  @Matches(/^(acct_[0-9A-Za-z]{4,32}|(?=(?:[ -]*[0-9A-Za-z]){4,34}[ -]*$)[0-9A-Za-z -]+)$/)
  accountNumber!: string;

  /** ISO 3166-1 alpha-2 code of the bank's country. */
  @ApiProperty({ example: 'DE', pattern: '^[A-Z]{2}$', minLength: 2, maxLength: 2 })
  @Matches(/^[A-Z]{2}$/)
  country!: string;
}

export class AccountDecisionDto {
  @ApiProperty({ enum: OUTCOMES, enumName: 'PayoutAccountOutcome' })
  @IsIn(OUTCOMES)
  outcome!: AccountOutcome;

  /** The version of the account that was looked at. */
  @ApiProperty({ type: 'integer', minimum: 1, maximum: 1_000_000, example: 1 })
  @IsInt()
  @Min(1)
  @Max(1_000_000)
  accountVersion!: number;

  /** Why; the seller reads it. */
  @ApiProperty({ example: 'The account is in another name.', minLength: 3, maxLength: 500, required: false })
  @IsOptional()
  @IsString()
  @Length(3, 500)
  @Matches(/\S/u)
  reason?: string;
}

export class AccountVerificationView {
  /** Payouts go to a `verified` account only. `failed`: it is not the seller's; another one has to be named. */
  @ApiProperty({ enum: PROGRESS, enumName: 'PayoutAccountProgress' })
  state!: (typeof PROGRESS)[number];

  @ApiProperty({ type: String, nullable: true, maxLength: 500 })
  reason!: string | null;

  @ApiProperty({ type: String, nullable: true })
  decidedAt!: string | null;
}

export class PayoutAccountView {
  sellerId!: string;

  /** `missing` until the first one is named; `disabled` after the bank refused it. */
  @ApiProperty({ enum: STATES, enumName: 'PayoutAccountState' })
  state!: (typeof STATES)[number];

  /** The last characters of the account number. */
  @ApiProperty({ type: String, nullable: true, maxLength: 4 })
  ending!: string | null;

  /** ISO 3166-1 alpha-2. */
  @ApiProperty({ type: String, nullable: true, maxLength: 2 })
  country!: string | null;

  @ApiProperty({ enum: CURRENCIES, enumName: 'Currency', nullable: true })
  currency!: string | null;

  @ApiProperty({ type: String, nullable: true })
  changedAt!: string | null;

  /** No payout leaves before: a new account waits 72 hours. */
  @ApiProperty({ type: String, nullable: true })
  payoutsStartAt!: string | null;

  /** Whether it was found to be the seller's; anew with every account that is named. Null while there is none. */
  @ApiProperty({ type: AccountVerificationView, nullable: true })
  verification!: AccountVerificationView | null;

  /** Whether a payout has reached it. The first one to an account is approved by two people. */
  isTrusted!: boolean;

  /** `name` the first account, or `replace` the one that is there; payouts to a disabled one wait for that. */
  @ApiProperty({ type: [ActionView], maxItems: 5 })
  allowedActions!: ActionView[];

  /** 0 while there is none; send it as `If-Match: "v0"` to name the first. */
  @ApiProperty({ type: 'integer', minimum: 0 })
  version!: number;

  static of(sellerId: string, account: PayoutAccount | undefined): PayoutAccountView {
    return {
      sellerId: toWire('sel', sellerId),
      state: account?.state ?? 'missing',
      ending: account?.ending ?? null,
      country: account?.country ?? null,
      currency: account?.currency ?? null,
      changedAt: account?.changedAt.toISOString() ?? null,
      payoutsStartAt: account ? payoutsFrom(account.changedAt).toISOString() : null,
      verification: account ? verificationView(account) : null,
      isTrusted: (account?.trustedAt ?? null) !== null,
      allowedActions: [{ action: account ? 'replace' : 'name', allowed: true }],
      version: account?.version ?? 0,
    };
  }
}

export class PayoutAccountPage extends PageOf(PayoutAccountView) {}

const verificationView = ({ verification }: PayoutAccount): AccountVerificationView => ({
  state: verification.needsOperator ? 'needs_operator' : verification.state,
  reason: verification.reason,
  decidedAt: verification.decidedAt?.toISOString() ?? null,
});
