import { ApiProperty } from '@nestjs/swagger';
import { IsOptional, IsString, Length, Matches } from 'class-validator';
import { toWire } from '../../kernel/index.js';
import type { RegisteredAddress } from './registered-address.domain.js';

const COUNTRY = { pattern: '^[A-Z]{2}$', minLength: 2, maxLength: 2, example: 'DE' };

export class RegisteredAddressDto {
  /** Street and number, or what takes their place. Encrypted at rest, like everything here. */
  @ApiProperty({ example: 'Torstraße 12', minLength: 1, maxLength: 200 })
  @IsString()
  @Length(1, 200)
  @Matches(/\S/u)
  street!: string;

  /** Where there are postal codes. */
  @ApiProperty({ example: '10119', minLength: 1, maxLength: 16, required: false })
  @IsOptional()
  @Matches(/^[0-9A-Za-z][0-9A-Za-z -]{0,15}$/)
  postalCode?: string;

  @ApiProperty({ example: 'Berlin', minLength: 1, maxLength: 100 })
  @IsString()
  @Length(1, 100)
  @Matches(/\S/u)
  city!: string;

  /** State or province, where letters need it. */
  @ApiProperty({ example: 'CA', minLength: 1, maxLength: 100, required: false })
  @IsOptional()
  @IsString()
  @Length(1, 100)
  @Matches(/\S/u)
  region?: string;

  /** ISO 3166-1 alpha-2 code. */
  @ApiProperty(COUNTRY)
  @Matches(/^[A-Z]{2}$/)
  country!: string;

  /** Value added tax number of a business. It is printed on its documents. */
  @ApiProperty({ example: 'DE123456789', minLength: 4, maxLength: 30, required: false })
  @IsOptional()
  @Matches(/^[0-9A-Z][0-9A-Z./ -]{3,29}$/)
  vatId?: string;
}

export class RegisteredAddressView {
  sellerId!: string;

  /** Null until an address is named, like the city and the country. */
  @ApiProperty({ type: String, nullable: true, maxLength: 200 })
  street!: string | null;

  @ApiProperty({ type: String, nullable: true, maxLength: 16 })
  postalCode!: string | null;

  @ApiProperty({ type: String, nullable: true, maxLength: 100 })
  city!: string | null;

  @ApiProperty({ type: String, nullable: true, maxLength: 100 })
  region!: string | null;

  /** ISO 3166-1 alpha-2. */
  @ApiProperty({ type: String, nullable: true, maxLength: 2 })
  country!: string | null;

  @ApiProperty({ type: String, nullable: true, maxLength: 30 })
  vatId!: string | null;

  @ApiProperty({ type: String, nullable: true })
  changedAt!: string | null;

  /** 0 while there is none; send it as `If-Match: "v0"` to name the first. */
  @ApiProperty({ type: 'integer', minimum: 0 })
  version!: number;

  static of(sellerId: string, known: KnownAddress | undefined): RegisteredAddressView {
    const { street = null, city = null, country = null } = known?.address ?? {};
    const { postalCode = null, region = null, vatId = null } = known?.address ?? {};
    return {
      sellerId: toWire('sel', sellerId),
      ...{ street, postalCode, city, region, country, vatId },
      changedAt: known?.changedAt.toISOString() ?? null,
      version: known?.version ?? 0,
    };
  }
}

interface KnownAddress {
  readonly address: RegisteredAddress;
  readonly version: number;
  readonly changedAt: Date;
}
