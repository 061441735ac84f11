import { Injectable } from '@nestjs/common';
import { PassportStrategy } from '@nestjs/passport';
import type { FastifyRequest } from 'fastify';
import { Strategy } from 'passport-http-bearer';
import type { KeyActor, UserActor } from '../../kernel/index.js';
import { Authenticator } from './authenticator.js';

const isApiKey = (token: string): boolean => token.startsWith('souk_');

/** `Authorization: Bearer` with the opaque session token of a person. */
@Injectable()
export class SessionStrategy extends PassportStrategy(Strategy, 'session-token') {
  constructor(private readonly authenticator: Authenticator) {
    super({ passReqToCallback: true });
  }

  async validate(request: FastifyRequest, token: string): Promise<UserActor | false> {
    return (!isApiKey(token) && (await this.authenticator.bySession(token, request.ip))) || false;
  }
}

/** `Authorization: Bearer` with the API key of a seller's software, `souk_test_…` or `souk_live_…`. */
@Injectable()
export class ApiKeyStrategy extends PassportStrategy(Strategy, 'api-key') {
  constructor(private readonly authenticator: Authenticator) {
    super({ passReqToCallback: true });
  }

  async validate(request: FastifyRequest, token: string): Promise<KeyActor | false> {
    return (isApiKey(token) && (await this.authenticator.byKey(token, request.ip))) || false;
  }
}
