import { ApiProperty } from '@nestjs/swagger';
import {
  ArrayMaxSize,
  ArrayUnique,
  IsArray,
  IsBoolean,
  IsEmail,
  IsIn,
  IsISO8601,
  IsOptional,
  IsString,
  Length,
  Matches,
  MaxLength,
} from 'class-validator';
import { CURRENCIES, STAFF_ROLES, type StaffRole } from '../kernel/index.js';
import { IsWireId } from '../platform/http/index.js';

const KINDS = ['private', 'business'] as const;
const TIERS = ['T0', 'T1', 'T2', 'T3'] as const;
const COUNTRY = { pattern: '^[A-Z]{2}$', minLength: 2, maxLength: 2, required: false, example: 'US', default: 'US' };

export class MintUserDto {
  /** A name of the caller's: the same one gets the same answer again. */
  @ApiProperty({ minLength: 1, maxLength: 120, required: false, example: 'buyer-1' })
  @IsOptional()
  @IsString()
  @Length(1, 120)
  reference?: string;

  /** An address of nobody is made up when there is none. */
  @ApiProperty({ example: 'ada@example.com', maxLength: 254, format: 'email', required: false })
  @IsOptional()
  @IsEmail()
  @MaxLength(254)
  email?: string;

  @ApiProperty({ minLength: 1, maxLength: 80, required: false, example: 'Ada' })
  @IsOptional()
  @IsString()
  @Length(1, 80)
  displayName?: string;

  /** ISO 3166-1 alpha-2. */
  @ApiProperty(COUNTRY)
  @IsOptional()
  @Matches(/^[A-Z]{2}$/)
  country?: string;

  @ApiProperty({ enum: STAFF_ROLES, enumName: 'StaffRole', isArray: true, maxItems: 4, required: false })
  @IsOptional()
  @IsArray()
  @ArrayMaxSize(STAFF_ROLES.length)
  @ArrayUnique()
  @IsIn(STAFF_ROLES, { each: true })
  staffRoles?: StaffRole[];

  /** When the account was opened; now otherwise. */
  @ApiProperty({ format: 'date-time', maxLength: 30, required: false, example: '2026-01-01T00:00:00.000Z' })
  @IsOptional()
  @IsISO8601({ strict: true })
  @Length(10, 30)
  createdAt?: string;
}

export class MintedUserView {
  userId!: string;

  /** A session that does not end with the clock; send it as `Authorization: Bearer …`. */
  token!: string;
}

export class MintSellerDto {
  /** A name of the caller's: the same one gets the same answer again. */
  @ApiProperty({ minLength: 1, maxLength: 120, required: false, example: 'buyer-1' })
  @IsOptional()
  @IsString()
  @Length(1, 120)
  reference?: string;

  @ApiProperty({ enum: KINDS, enumName: 'SellerKind', required: false, default: 'business' })
  @IsOptional()
  @IsIn(KINDS)
  kind?: (typeof KINDS)[number];

  @ApiProperty({ minLength: 1, maxLength: 80, required: false, example: 'Otter Audio' })
  @IsOptional()
  @IsString()
  @Length(1, 80)
  displayName?: string;

  /** ISO 3166-1 alpha-2. */
  @ApiProperty(COUNTRY)
  @IsOptional()
  @Matches(/^[A-Z]{2}$/)
  country?: string;

  /** Of prices and payouts. */
  @ApiProperty({ enum: CURRENCIES, enumName: 'Currency', required: false, default: 'USD' })
  @IsOptional()
  @IsIn([...CURRENCIES])
  currency?: string;

  @ApiProperty({ enum: TIERS, enumName: 'SellerTier', required: false, default: 'T0' })
  @IsOptional()
  @IsIn(TIERS)
  tier?: (typeof TIERS)[number];

  /** Who owns the seller; a new person otherwise. */
  @IsOptional()
  @IsWireId('usr')
  ownerId?: string;

  /** Account number for payouts, or a connected account `acct_…` of Stripe's; an empty one: no payout account. */
  @ApiProperty({ maxLength: 34, required: false, example: 'US000000000000004242' })
  @IsOptional()
  @Matches(/^(acct_[0-9A-Za-z]{4,29}|[0-9A-Z]{0,34})$/)
  accountNumber?: string;

  /** Whether an API key with every scope of a seller comes with it. */
  @ApiProperty({ type: Boolean, required: false, default: false })
  @IsOptional()
  @IsBoolean()
  withApiKey?: boolean;

  /** When the seller joined; now otherwise. */
  @ApiProperty({ format: 'date-time', maxLength: 30, required: false, example: '2026-01-01T00:00:00.000Z' })
  @IsOptional()
  @IsISO8601({ strict: true })
  @Length(10, 30)
  createdAt?: string;
}

export class MintedSellerView {
  sellerId!: string;

  /** The owner. */
  userId!: string;

  /** The new owner's session; null when the owner was given. */
  @ApiProperty({ type: String, nullable: true })
  token!: string | null;

  /** Null unless asked for. */
  @ApiProperty({ type: String, nullable: true })
  apiKey!: string | null;
}
