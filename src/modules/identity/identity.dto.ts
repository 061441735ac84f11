import { ApiProperty } from '@nestjs/swagger';
import {
  ArrayMaxSize,
  ArrayUnique,
  IsArray,
  IsEmail,
  IsIn,
  IsOptional,
  IsString,
  Length,
  Matches,
  MaxLength,
} from 'class-validator';
import {
  MEMBER_ROLES,
  STAFF_ROLES,
  toWire,
  type MemberRole,
  type Membership,
  type StaffRole,
} from '../../kernel/index.js';
import { maskedEmail } from './email.domain.js';
import { PASSWORD_LENGTH } from './password.domain.js';
import type { IssuedTokens } from './session-tokens.js';
import type { Locale, User } from './users.repository.js';

const LOCALES = ['en', 'zh'] as const;
const COUNTRY = /^[A-Z]{2}$/;
const LONGEST_EMAIL = 254;
const LONGEST_TOKEN = 200;

export class RegistrationDto {
  /** Where the person is reached; also the name to sign in with. */
  @ApiProperty({ example: 'ada@example.com', maxLength: LONGEST_EMAIL, format: 'email' })
  @IsEmail()
  @MaxLength(LONGEST_EMAIL)
  email!: string;

  /** 8 to 128 characters of any kind; passwords that are easily guessed are refused. */
  @ApiProperty({ example: 'seven-quiet-otters', minLength: 8, maxLength: 128, format: 'password' })
  @IsString()
  @Length(PASSWORD_LENGTH.min, PASSWORD_LENGTH.max)
  password!: string;

  /** How others see the person. */
  @ApiProperty({ example: 'Ada', minLength: 1, maxLength: 80 })
  @IsString()
  @Length(1, 80)
  @Matches(/\S/u)
  displayName!: string;

  /** ISO 3166-1 alpha-2 code of the country the person lives in. */
  @ApiProperty({ example: 'DE', pattern: '^[A-Z]{2}$', minLength: 2, maxLength: 2 })
  @Matches(COUNTRY)
  country!: string;

  /** Language of messages to the person. */
  @ApiProperty({ enum: LOCALES, enumName: 'Locale', required: false, default: 'en' })
  @IsOptional()
  @IsIn(LOCALES)
  locale?: Locale;
}

export class RegisteredView {
  /** Identifier of the new account. */
  userId!: string;

  createdAt!: string;
}

export class SignInDto {
  @ApiProperty({ example: 'ada@example.com', maxLength: LONGEST_EMAIL, format: 'email' })
  @IsEmail()
  @MaxLength(LONGEST_EMAIL)
  email!: string;

  @ApiProperty({ example: 'seven-quiet-otters', minLength: 1, maxLength: 128, format: 'password' })
  @IsString()
  @Length(1, PASSWORD_LENGTH.max)
  password!: string;
}

export class RefreshDto {
  /** The refresh token of the last answer; each works once. */
  @ApiProperty({ minLength: 1, maxLength: LONGEST_TOKEN })
  @IsString()
  @Length(1, LONGEST_TOKEN)
  refreshToken!: string;
}

export class SessionView {
  sessionId!: string;

  /** Send it as `Authorization: Bearer …`. */
  accessToken!: string;

  accessTokenExpiresAt!: string;

  /** Trade it for new tokens before the access token ends. */
  refreshToken!: string;

  refreshTokenExpiresAt!: string;

  /** When the person has to sign in again in any case. */
  sessionExpiresAt!: string;

  static of(issued: IssuedTokens): SessionView {
    return {
      sessionId: toWire('ses', issued.sessionId),
      accessToken: issued.accessToken,
      accessTokenExpiresAt: issued.accessUntil.toISOString(),
      refreshToken: issued.refreshToken,
      refreshTokenExpiresAt: issued.refreshUntil.toISOString(),
      sessionExpiresAt: issued.sessionUntil.toISOString(),
    };
  }
}

export class MembershipView {
  sellerId!: string;

  @ApiProperty({ enum: MEMBER_ROLES, enumName: 'MemberRole' })
  role!: MemberRole;
}

export class MeView {
  userId!: string;

  email!: string;

  displayName!: string;

  /** ISO 3166-1 alpha-2. */
  country!: string;

  @ApiProperty({ enum: LOCALES, enumName: 'Locale' })
  locale!: Locale;

  /** Roles as staff of the marketplace; empty for everybody else. */
  @ApiProperty({ enum: STAFF_ROLES, enumName: 'StaffRole', isArray: true })
  staffRoles!: StaffRole[];

  /** The sellers that the person acts for. */
  @ApiProperty({ type: [MembershipView] })
  memberships!: MembershipView[];

  createdAt!: string;

  static of(user: User, memberships: readonly Membership[]): MeView {
    return {
      userId: toWire('usr', user.userId),
      email: user.email,
      displayName: user.displayName,
      country: user.country,
      locale: user.locale,
      staffRoles: user.staffRoles,
      memberships: memberships.map(({ sellerId, role }) => ({ sellerId: toWire('sel', sellerId), role })),
      createdAt: user.createdAt.toISOString(),
    };
  }
}

export class ProfileChangeDto {
  /** How others see the person. */
  @ApiProperty({ example: 'Ada L.', minLength: 1, maxLength: 80, required: false })
  @IsOptional()
  @IsString()
  @Length(1, 80)
  @Matches(/\S/u)
  displayName?: string;

  /** ISO 3166-1 alpha-2 code of the country the person lives in. */
  @ApiProperty({ example: 'DE', pattern: '^[A-Z]{2}$', minLength: 2, maxLength: 2, required: false })
  @IsOptional()
  @Matches(COUNTRY)
  country?: string;

  /** Language of messages to the person. */
  @ApiProperty({ enum: LOCALES, enumName: 'Locale', required: false })
  @IsOptional()
  @IsIn(LOCALES)
  locale?: Locale;
}

export class PasswordChangeDto {
  @ApiProperty({ example: 'seven-quiet-otters', minLength: 1, maxLength: 128, format: 'password' })
  @IsString()
  @Length(1, PASSWORD_LENGTH.max)
  currentPassword!: string;

  /** 8 to 128 characters of any kind; passwords that are easily guessed are refused. */
  @ApiProperty({ example: 'nine-loud-herons', minLength: 8, maxLength: 128, format: 'password' })
  @IsString()
  @Length(PASSWORD_LENGTH.min, PASSWORD_LENGTH.max)
  newPassword!: string;
}

export class StaffRolesDto {
  /** Every staff role that the person shall hold; roles not named are taken back. */
  @ApiProperty({ enum: STAFF_ROLES, enumName: 'StaffRole', isArray: true, maxItems: STAFF_ROLES.length })
  @IsArray()
  @ArrayMaxSize(STAFF_ROLES.length)
  @ArrayUnique()
  @IsIn(STAFF_ROLES, { each: true })
  roles!: StaffRole[];
}

/** A person as staff sees them. */
export class UserView {
  userId!: string;

  /** Enough of the address to recognise it by: `a•••@example.com`. */
  email!: string;

  displayName!: string;

  /** ISO 3166-1 alpha-2. */
  country!: string;

  @ApiProperty({ enum: STAFF_ROLES, enumName: 'StaffRole', isArray: true })
  staffRoles!: StaffRole[];

  createdAt!: string;

  static of(user: User): UserView {
    return {
      userId: toWire('usr', user.userId),
      email: maskedEmail(user.email),
      displayName: user.displayName,
      country: user.country,
      staffRoles: user.staffRoles,
      createdAt: user.createdAt.toISOString(),
    };
  }
}
