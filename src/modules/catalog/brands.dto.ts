import {
  ArrayMaxSize,
  ArrayUnique,
  IsArray,
  IsBoolean,
  IsISO8601,
  IsOptional,
  IsString,
  Length,
} from 'class-validator';
import { toWire } from '../../kernel/index.js';
import { IsWireId, PageOf } from '../../platform/http/index.js';
import type { AuthorisationRow, BrandRow } from './brands.repository.js';

export class CreateBrandDto {
  @IsString()
  @Length(1, 80)
  name!: string;

  /** Other spellings and nicknames, in any script. */
  @IsOptional()
  @IsArray()
  @ArrayMaxSize(30)
  @ArrayUnique()
  @IsString({ each: true })
  @Length(1, 80, { each: true })
  aliases?: string[];

  /** Whether a seller needs an authorisation to list it without a moderator's look. */
  @IsBoolean()
  isGated!: boolean;
}

export class EditBrandDto {
  @IsOptional()
  @IsString()
  @Length(1, 80)
  name?: string;

  @IsOptional()
  @IsArray()
  @ArrayMaxSize(30)
  @ArrayUnique()
  @IsString({ each: true })
  @Length(1, 80, { each: true })
  aliases?: string[];

  @IsOptional()
  @IsBoolean()
  isGated?: boolean;
}

export class AuthoriseBrandDto {
  @IsWireId('sel')
  sellerId!: string;

  /** What proves it: an invoice, a contract, a letter of the brand. */
  @IsString()
  @Length(1, 500)
  evidence!: string;

  /** Without it the authorisation lasts until it is revoked. */
  @IsOptional()
  @IsISO8601({ strict: true })
  @Length(10, 35)
  validUntil?: string;
}

export class BrandView {
  id!: string;
  name!: string;
  aliases!: string[];
  isGated!: boolean;
  version!: number;
  createdAt!: string;
  updatedAt!: string;

  static of(row: BrandRow): BrandView {
    return {
      id: toWire('brd', row.id),
      name: row.name,
      aliases: [...row.aliases],
      isGated: row.isGated,
      version: row.version,
      createdAt: row.createdAt.toISOString(),
      updatedAt: row.updatedAt.toISOString(),
    };
  }
}

export class BrandPage extends PageOf(BrandView) {}

export class BrandAuthorisationView {
  brandId!: string;
  sellerId!: string;
  evidence!: string;
  validUntil!: string | null;
  grantedAt!: string;
  revokedAt!: string | null;

  static of(row: AuthorisationRow): BrandAuthorisationView {
    return {
      brandId: toWire('brd', row.brandId),
      sellerId: toWire('sel', row.sellerId),
      evidence: row.evidence,
      validUntil: row.validUntil?.toISOString() ?? null,
      grantedAt: row.grantedAt.toISOString(),
      revokedAt: row.revokedAt?.toISOString() ?? null,
    };
  }
}
