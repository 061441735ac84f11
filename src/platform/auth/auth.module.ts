import { Global, Module } from '@nestjs/common';
import { DiscoveryModule } from '@nestjs/core';
import { PassportModule } from '@nestjs/passport';
import { ApiKeyStrategy, SessionStrategy } from './bearer.strategies.js';
import { DeclaredRoutes } from './declared-routes.js';

/** Needs an `Authenticator` from a global module. */
@Global()
@Module({
  imports: [DiscoveryModule, PassportModule],
  providers: [ApiKeyStrategy, SessionStrategy, DeclaredRoutes],
  exports: [DeclaredRoutes],
})
export class AuthModule {}
