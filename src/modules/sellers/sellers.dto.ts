import { ApiProperty } from '@nestjs/swagger';
import { Type } from 'class-transformer';
import {
  ArrayMaxSize,
  IsArray,
  IsIn,
  IsOptional,
  IsString,
  Length,
  Matches,
  MaxLength,
  ValidateNested,
} from 'class-validator';
import { allowedActions, CURRENCIES, toWire, type Actor } from '../../kernel/index.js';
import { ActionView, PageOf, PageQuery } from '../../platform/http/index.js';
import { partiesOf } from './seller-parties.domain.js';
import { SELLER_STATES, SELLING_STATES, sellerLifecycle, type SellerState } from './seller.lifecycle.js';
import type { Seller, SellerKind, Tier } from './sellers.repository.js';
import { DOCUMENT_KINDS, type DocumentKind } from './verification-provider.js';
import { reasonNotToRenew } from './verification.domain.js';
import type { Verification } from './verifications.repository.js';

const KINDS = ['private', 'business'] as const;
const TIERS = ['T0', 'T1', 'T2', 'T3'] as const;
const COUNTRY = { pattern: '^[A-Z]{2}$', minLength: 2, maxLength: 2, example: 'DE' };
const PROGRESS = ['pending', 'needs_operator', 'verified', 'more_documents', 'rejected'] as const;

export class ApplicationDto {
  /** A private person, or a business. */
  @ApiProperty({ enum: KINDS, enumName: 'SellerKind' })
  @IsIn(KINDS)
  kind!: SellerKind;

  /** The name that buyers see. */
  @ApiProperty({ example: 'Otter Audio', minLength: 1, maxLength: 80 })
  @IsString()
  @Length(1, 80)
  @Matches(/\S/u)
  displayName!: string;

  /** ISO 3166-1 alpha-2 code of where the seller is established. */
  @ApiProperty(COUNTRY)
  @Matches(/^[A-Z]{2}$/)
  country!: string;

  /** The currency of the seller's prices and payouts. */
  @ApiProperty({ enum: CURRENCIES, enumName: 'Currency', example: 'USD' })
  @IsIn([...CURRENCIES])
  currency!: string;

  /** What buyers should know about the seller. */
  @ApiProperty({ maxLength: 2000, required: false, example: 'Refurbished amplifiers since 1998.' })
  @IsOptional()
  @IsString()
  @MaxLength(2000)
  about?: string;
}

export class SellerChangeDto {
  /** The name that buyers see. */
  @ApiProperty({ example: 'Otter Audio', minLength: 1, maxLength: 80, required: false })
  @IsOptional()
  @IsString()
  @Length(1, 80)
  @Matches(/\S/u)
  displayName?: string;

  /** What buyers should know about the seller. */
  @ApiProperty({ maxLength: 2000, required: false })
  @IsOptional()
  @IsString()
  @MaxLength(2000)
  about?: string;
}

export class DocumentDto {
  @ApiProperty({ enum: DOCUMENT_KINDS, enumName: 'DocumentKind' })
  @IsIn(DOCUMENT_KINDS)
  kind!: DocumentKind;

  /** How the verification provider finds the uploaded document. */
  @ApiProperty({ example: 'upload_8f14e45f', minLength: 1, maxLength: 200 })
  @IsString()
  @Length(1, 200)
  reference!: string;
}

export class SubmissionDto {
  /** Name of the person or the registered name of the business. Encrypted at rest and never shown. */
  @ApiProperty({ example: 'Otter Audio GmbH', minLength: 1, maxLength: 200 })
  @IsString()
  @Length(1, 200)
  @Matches(/\S/u)
  legalName!: string;

  /** Tax number of the person or business. Encrypted at rest and never shown. */
  @ApiProperty({ example: 'DE123456789', minLength: 4, maxLength: 30, pattern: '^[0-9A-Za-z./ -]{4,30}$' })
  @Matches(/^[0-9A-Za-z./ -]{4,30}$/)
  taxId!: string;

  /** Documents that prove the above, where the provider has asked for them. */
  @ApiProperty({ type: [DocumentDto], maxItems: 10, required: false })
  @IsOptional()
  @IsArray()
  @ArrayMaxSize(10)
  @ValidateNested({ each: true })
  @Type(() => DocumentDto)
  documents?: DocumentDto[];
}

export class SellerQuery extends PageQuery {
  /** Only sellers in this state. */
  @ApiProperty({ enum: SELLER_STATES, enumName: 'SellerState', required: false })
  @IsOptional()
  @IsIn(SELLER_STATES)
  state?: SellerState;
}

/** What everybody may know of a seller. */
export class SellerProfileView {
  sellerId!: string;

  @ApiProperty({ enum: KINDS, enumName: 'SellerKind' })
  kind!: SellerKind;

  displayName!: string;

  about!: string;

  /** ISO 3166-1 alpha-2. */
  country!: string;

  /** When the seller joined the marketplace. */
  createdAt!: string;

  static of(seller: Seller): SellerProfileView {
    return {
      sellerId: toWire('sel', seller.sellerId),
      kind: seller.kind,
      displayName: seller.displayName,
      about: seller.about,
      country: seller.country,
      createdAt: seller.createdAt.toISOString(),
    };
  }
}

export class VerificationView {
  verificationId!: string;

  @ApiProperty({ enum: PROGRESS, enumName: 'VerificationProgress' })
  state!: (typeof PROGRESS)[number];

  /** Kinds of documents that the next submission has to contain. */
  @ApiProperty({ enum: DOCUMENT_KINDS, enumName: 'DocumentKind', isArray: true, maxItems: DOCUMENT_KINDS.length })
  missing!: DocumentKind[];

  @ApiProperty({ type: String, nullable: true, maxLength: 500 })
  reason!: string | null;

  /** Whether the seller was verified before, and stays what it is. */
  isRenewal!: boolean;

  submittedAt!: string;

  @ApiProperty({ type: String, nullable: true })
  decidedAt!: string | null;

  static of(verification: Verification): VerificationView {
    return {
      verificationId: toWire('vrf', verification.verificationId),
      state: verification.outcome ?? (verification.needsOperator ? 'needs_operator' : 'pending'),
      missing: verification.missing,
      reason: verification.reason,
      isRenewal: verification.isRenewal,
      submittedAt: verification.submittedAt.toISOString(),
      decidedAt: verification.decidedAt?.toISOString() ?? null,
    };
  }
}

/** A seller as its members and staff see it. */
export class SellerView extends SellerProfileView {
  @ApiProperty({ enum: SELLER_STATES, enumName: 'SellerState' })
  state!: SellerState;

  /** The currency of the seller's prices and payouts. */
  @ApiProperty({ enum: CURRENCIES, enumName: 'Currency' })
  currency!: string;

  /** How long money is held after delivery follows from it. */
  @ApiProperty({ enum: TIERS, enumName: 'SellerTier' })
  tier!: Tier;

  /** Until when its verification holds; payouts wait afterwards. Null before the first, and for one without an end. */
  @ApiProperty({ type: String, nullable: true })
  verifiedUntil!: string | null;

  /** The last submission for verification; null before the first. */
  @ApiProperty({ type: VerificationView, nullable: true })
  verification!: VerificationView | null;

  @ApiProperty({ type: 'integer', minimum: 1 })
  version!: number;

  @ApiProperty({ type: [ActionView], maxItems: 20 })
  allowedActions!: ActionView[];

  static override of(
    seller: Seller,
    verification?: Verification,
    actor: Actor = { kind: 'anonymous' },
    now = new Date(0),
  ): SellerView {
    return {
      ...SellerProfileView.of(seller),
      state: seller.state,
      currency: seller.currency,
      tier: seller.tier,
      verifiedUntil: seller.verifiedUntil?.toISOString() ?? null,
      verification: verification ? VerificationView.of(verification) : null,
      version: seller.version,
      allowedActions: actionsOf(seller, verification, actor, now),
    };
  }
}

/** What the seller's state allows, and the renewal of its verification. */
function actionsOf(seller: Seller, verification: Verification | undefined, actor: Actor, now: Date): ActionView[] {
  const parties = partiesOf(actor, seller.sellerId);
  const moves = allowedActions(sellerLifecycle, seller.state, parties);
  if (!SELLING_STATES.includes(seller.state) || !parties.includes('seller')) return moves;
  const action = 'renew_verification';
  const reason = reasonNotToRenew(verification, now);
  return [...moves, reason === undefined ? { action, allowed: true } : { action, allowed: false, reason }];
}

export class SellerPage extends PageOf(SellerView) {}
