import { Body, Controller, Get, HttpCode, Post, Query } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import type { Actor, Id } from '../../kernel/index.js';
import { IllegalTransition } from '../../platform/database/index.js';
import {
  Access,
  Caller,
  Idempotent,
  IdempotencyScope,
  NotFound,
  Once,
  PageQuery,
  Throws,
  WireId,
} from '../../platform/http/index.js';
import { ApiKeyPage, ApiKeyView, NewApiKeyDto, NewApiKeyView, RotationDto } from './api-keys.dto.js';
import { CreateApiKey } from './create-api-key.js';
import { IdentityQueries } from './identity-queries.js';
import { TooManyApiKeys } from './identity.errors.js';
import { RevokeApiKey } from './revoke-api-key.js';
import { RotateApiKey } from './rotate-api-key.js';

@ApiTags('api keys')
@Controller('v1/sellers/:sellerId/api-keys')
export class ApiKeysController {
  constructor(
    private readonly queries: IdentityQueries,
    private readonly createKey: CreateApiKey,
    private readonly rotateKey: RotateApiKey,
    private readonly revokeKey: RevokeApiKey,
  ) {}

  /** The API keys of a seller, newest first. */
  @Get()
  @Access({ roles: ['seller'] })
  @Throws(NotFound)
  list(
    @Caller() actor: Actor,
    @WireId('sel', 'sellerId') sellerId: Id<'sel'>,
    @Query() page: PageQuery,
  ): Promise<ApiKeyPage> {
    return this.queries.apiKeys(actor, sellerId, page);
  }

  /** Create an API key. Its secret is in this answer and in no later one. */
  @Post()
  @Access({ roles: ['seller'] })
  @Idempotent('optional')
  @Throws(NotFound, TooManyApiKeys)
  create(
    @Caller() actor: Actor,
    @WireId('sel', 'sellerId') sellerId: Id<'sel'>,
    @Body() body: NewApiKeyDto,
    @IdempotencyScope() once: Once,
  ): Promise<NewApiKeyView> {
    return this.createKey.run(actor, sellerId, body, once);
  }

  /** Replace the secret of a key. The one before stays valid for `overlapDays`. */
  @Post(':keyId/rotation')
  @Access({ roles: ['seller'] })
  @Idempotent('optional')
  @Throws(NotFound, IllegalTransition)
  rotate(
    @Caller() actor: Actor,
    @WireId('sel', 'sellerId') sellerId: Id<'sel'>,
    @WireId('key', 'keyId') keyId: Id<'key'>,
    @Body() body: RotationDto,
    @IdempotencyScope() once: Once,
  ): Promise<NewApiKeyView> {
    return this.rotateKey.run(actor, sellerId, keyId, body.overlapDays, once);
  }

  /** Revoke a key: the next request with it is refused. */
  @Post(':keyId/revocation')
  @HttpCode(200)
  @Access({ roles: ['seller', 'admin'] })
  @Idempotent('optional')
  @Throws(NotFound, IllegalTransition)
  revoke(
    @Caller() actor: Actor,
    @WireId('sel', 'sellerId') sellerId: Id<'sel'>,
    @WireId('key', 'keyId') keyId: Id<'key'>,
    @IdempotencyScope() once: Once,
  ): Promise<ApiKeyView> {
    return this.revokeKey.run(actor, sellerId, keyId, once);
  }
}
