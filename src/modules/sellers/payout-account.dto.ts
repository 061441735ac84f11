import { ApiProperty } from '@nestjs/swagger';
import { IsString, Length, Matches } from 'class-validator';
import { CURRENCIES, toWire } from '../../kernel/index.js';
import { ActionView } from '../../platform/http/index.js';
import { payoutsFrom } from './payout-account.domain.js';
import type { PayoutAccount } from './payout-accounts.repository.js';

const STATES = ['missing', 'active', 'disabled'] as const;

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
      isTrusted: (account?.trustedAt ?? null) !== null,
      allowedActions: [{ action: account ? 'replace' : 'name', allowed: true }],
      version: account?.version ?? 0,
    };
  }
}
