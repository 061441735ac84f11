import { ApiProperty } from '@nestjs/swagger';
import {
  ArrayMaxSize,
  ArrayMinSize,
  ArrayUnique,
  IsArray,
  IsInt,
  IsOptional,
  IsString,
  Length,
  Matches,
  Max,
  Min,
  ValidateBy,
} from 'class-validator';
import { allowedActions, toWire } from '../../kernel/index.js';
import { ActionView, PageOf } from '../../platform/http/index.js';
import { apiKeyLifecycle, type ApiKeyState } from './api-key.lifecycle.js';
import type { ApiKey } from './api-keys.repository.js';
import { isAddressRule } from './client-address.js';

const SCOPE = /^[a-z]{1,20}(-[a-z]{1,20}){0,2}:(read|write)$/;
const MOST_SCOPES = 50;
const MOST_ADDRESSES = 20;
const LONGEST_OVERLAP_DAYS = 7;

export class NewApiKeyDto {
  /** What the key is for. */
  @ApiProperty({ example: 'warehouse sync', minLength: 1, maxLength: 80 })
  @IsString()
  @Length(1, 80)
  @Matches(/\S/u)
  name!: string;

  /** What the key may do; each route names the scope it asks for. */
  @ApiProperty({ type: [String], example: ['listings:write', 'orders:read'], minItems: 1, maxItems: MOST_SCOPES })
  @IsArray()
  @ArrayMinSize(1)
  @ArrayMaxSize(MOST_SCOPES)
  @ArrayUnique()
  @Matches(SCOPE, { each: true })
  scopes!: string[];

  /** Addresses and networks (CIDR) the key may be used from; none: from everywhere. */
  @ApiProperty({ type: [String], example: ['203.0.113.0/24'], maxItems: MOST_ADDRESSES, required: false })
  @IsOptional()
  @IsArray()
  @ArrayMaxSize(MOST_ADDRESSES)
  @Length(2, 43, { each: true })
  @ValidateBy(
    {
      name: 'isAddressRule',
      validator: {
        validate: (text) => typeof text === 'string' && isAddressRule(text),
        defaultMessage: () => 'each value in $property must be an IP address or a network in CIDR form',
      },
    },
    { each: true },
  )
  allowedAddresses?: string[];

  /** Days after which the key ends by itself; none: it does not. */
  @ApiProperty({ type: 'integer', minimum: 1, maximum: 730, example: 365, required: false })
  @IsOptional()
  @IsInt()
  @Min(1)
  @Max(730)
  expiresInDays?: number;
}

export class RotationDto {
  /** Days for which the secret before stays valid beside the new one. */
  @ApiProperty({ type: 'integer', minimum: 0, maximum: LONGEST_OVERLAP_DAYS, default: 0, example: 1 })
  @IsInt()
  @Min(0)
  @Max(LONGEST_OVERLAP_DAYS)
  overlapDays!: number;
}

export class ApiKeyView {
  keyId!: string;

  name!: string;

  /** The public part of the key, to recognise it by in a configuration or a log. */
  @ApiProperty({ type: String, minLength: 10, maxLength: 10 })
  publicId!: string;

  @ApiProperty({ type: [String], maxItems: MOST_SCOPES })
  scopes!: string[];

  @ApiProperty({ type: [String], maxItems: MOST_ADDRESSES })
  allowedAddresses!: string[];

  @ApiProperty({ enum: apiKeyLifecycle.states, enumName: 'ApiKeyState' })
  state!: ApiKeyState;

  createdAt!: string;

  @ApiProperty({ type: String, nullable: true })
  expiresAt!: string | null;

  /** Within some seconds; null when the key was never used. */
  @ApiProperty({ type: String, nullable: true })
  lastUsedAt!: string | null;

  @ApiProperty({ type: [ActionView], maxItems: 10 })
  allowedActions!: ActionView[];

  static of(key: ApiKey): ApiKeyView {
    return {
      keyId: toWire('key', key.keyId),
      name: key.name,
      publicId: key.publicId,
      scopes: key.scopes,
      allowedAddresses: key.allowedAddresses,
      state: key.state,
      createdAt: key.createdAt.toISOString(),
      expiresAt: key.expiresAt?.toISOString() ?? null,
      lastUsedAt: key.lastUsedAt?.toISOString() ?? null,
      allowedActions: allowedActions(apiKeyLifecycle, key.state, ['seller']),
    };
  }
}

/** A key with its secret, which no later answer contains. */
export class NewApiKeyView extends ApiKeyView {
  /** Send it as `Authorization: Bearer …`. It is shown this once. */
  key!: string;

  static withSecret(apiKey: ApiKey, key: string): NewApiKeyView {
    return { ...ApiKeyView.of(apiKey), key };
  }
}

export class ApiKeyPage extends PageOf(ApiKeyView) {}
